import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Backlog } from '../store/reports/backlog.js';
import { setBacklog } from './backlog-gauges.js';

/** One queue's worker, as it stands. */
export interface WorkerState {
  readonly queue: string;
  readonly running: boolean;
  /** Activities under way, decisions of leads among them. */
  readonly inFlight: number;
  /** Executions kept in memory. */
  readonly cached: number;
}

/** Where the gauges get their numbers, when somebody asks. */
export interface Gauged {
  readonly backlog: () => Promise<Backlog>;
  readonly workers: () => readonly WorkerState[];
}

/** What one process did, counted since its start, and what waits, read when it is asked for. */
export interface Metrics {
  received(kinds: readonly { readonly kind: string }[], results: readonly string[]): void;
  absorbed(leads: number): void;
  /** One look at an enrolment and what came of it; `ms` is how long it took. */
  advanced(next: string, ms: number): void;
  /** `failed`: nothing left, and it is tried again. */
  handedOver(channel: string, outcome: 'sent' | 'refused' | 'unknown' | 'failed', ms: number): void;
  told(rows: number): void;
  notTold(): void;
  rescued(enrolments: number): void;
  wentWrong(): void;
  gauge(from: Gauged): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

const seconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** With `ofProcess` also memory, processor and event loop of this process. */
export function createMetrics({ ofProcess = false }: { readonly ofProcess?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const received = new Counter({ name: 'perennial_events_received_total', help: 'Events taken in, by what was said and whether it was new.', labelNames: ['kind', 'result'], registers });
  const absorbed = new Counter({ name: 'perennial_leads_absorbed_total', help: 'Times the news about a lead were worked in.', registers });
  const advances = new Histogram({ name: 'perennial_advance_seconds', help: 'Looks at enrolments, by what comes next.', labelNames: ['next'], buckets: seconds, registers });
  const handOvers = new Histogram({ name: 'perennial_hand_over_seconds', help: 'Hand-overs to a channel, by what the other side said; failed ones are tried again.', labelNames: ['channel', 'outcome'], buckets: seconds, registers });
  const told = new Counter({ name: 'perennial_outbox_told_total', help: 'Rows of the outbox that Temporal was told.', registers });
  const notTold = new Counter({ name: 'perennial_outbox_failed_total', help: 'Times Temporal could not be told; tried again.', registers });
  const rescued = new Counter({ name: 'perennial_sweep_rescues_total', help: 'Enrolments that were overdue by 15 minutes and told to Temporal again.', registers });
  const errors = new Counter({ name: 'perennial_errors_total', help: 'What went wrong and is tried again.', registers });
  const inFlight = new Gauge({ name: 'perennial_worker_in_flight', help: 'Activities under way, by queue.', labelNames: ['queue'], registers });
  const running = new Gauge({ name: 'perennial_worker_running', help: '1 where the worker of the queue runs.', labelNames: ['queue'], registers });
  const cached = new Gauge({ name: 'perennial_worker_cached_executions', help: 'Executions kept in memory, by queue.', labelNames: ['queue'], registers });
  const answers = new Gauge({ name: 'perennial_database_up', help: '1 where the database answered when this was asked.', registers });
  const backlog = setBacklog(registry);
  let gauged: Gauged | undefined;

  const refresh = async ({ backlog: read, workers }: Gauged): Promise<void> => {
    for (const { queue, ...state } of workers()) {
      inFlight.set({ queue }, state.inFlight);
      running.set({ queue }, state.running ? 1 : 0);
      cached.set({ queue }, state.cached);
    }
    const row = await read().catch(() => undefined);
    answers.set(row === undefined ? 0 : 1);
    backlog(row, Date.now());
  };
  return {
    received(items, results) {
      for (const [index, { kind }] of items.entries()) received.inc({ kind, result: results[index] ?? 'stored' });
    },
    absorbed: (leads) => absorbed.inc(leads),
    advanced: (next, ms) => advances.observe({ next }, ms / 1_000),
    handedOver: (channel, outcome, ms) => handOvers.observe({ channel, outcome }, ms / 1_000),
    told: (rows) => told.inc(rows),
    notTold: () => notTold.inc(),
    rescued: (enrolments) => rescued.inc(enrolments),
    wentWrong: () => errors.inc(),
    gauge(from) {
      gauged = from;
    },
    async text() {
      if (gauged !== undefined) await refresh(gauged);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

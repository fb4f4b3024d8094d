import { createVirtualClock } from '../runtime/clock.js';
import { orchestraOf } from '../runtime/service/orchestra.js';
import { startService } from '../runtime/service/start-service.js';
import { conduct } from '../runtime/simulate/conductor.js';
import { statement } from '../runtime/store/database.js';
import type { Database } from '../runtime/store/database.js';
import type { Bench } from './bench.js';
import { serviceOptions, setServers, speaker } from './drip-stage.js';

const rounds = 10_000;
// The same words to the same address are held back for 24 hours.
const everyMs = 25 * 3_600_000;
/** A Monday, in winter; nothing depends on it. */
const start = Date.UTC(2026, 0, 5, 9);

/**
 * A lead in a repeat of 10,000 rounds, a mail in each, under a virtual clock on a server with its own limits: how
 * many runs that takes, how long the longest history is, and that each round was sent once.
 *
 * @throws where a round was not sent, or the enrolment did not end
 */
export const measureRounds: Bench = async (progress, { temporal }) => {
  const servers = await setServers(progress, { repository: 'rounds', temporal });
  const clock = createVirtualClock(start);
  const service = await startService({
    ...serviceOptions(servers.stage),
    clock,
    onError: (error) => progress(`Tried again: ${error instanceof Error ? error.message : String(error)}`),
  });
  const told = setInterval(() => void sentIn(service.db).then((sent) => progress(`rounds: ${sent} of ${rounds} sent`)), 30_000);
  try {
    const began = performance.now();
    const signsUp = { at: start, users: ['u-1'], play: () => speaker(service.ingestUrl).signUp(['u-1']) };
    await conduct({ clock, orchestra: orchestraOf(service), moments: [signsUp], until: start + (rounds + 1) * everyMs });
    const seconds = (performance.now() - began) / 1_000;
    const [end] = await service.db.query(enrolment);
    const sent = await sentIn(service.db);
    if (end?.ending !== 'finished' || sent !== rounds) throw new Error(`${sent} of ${rounds} rounds were sent, and the enrolment is ${end?.ending ?? 'inside'}`);
    await service.client.workflow.getHandle(end.id).result();
    const lengths = await runLengths(service.client, end.id);
    return [
      { name: 'rounds', value: sent, unit: 'mails, one a round' },
      { name: 'rounds-runs', value: lengths.length, unit: 'runs of one execution' },
      { name: 'rounds-longest', value: Math.max(...lengths), unit: 'events in the longest history' },
      { name: 'rounds-time', value: Math.round(seconds), unit: 's' },
    ];
  } finally {
    clearInterval(told);
    await service.stop();
    await servers.stop();
  }
};

type Client = Awaited<ReturnType<typeof startService>>['client'];

/** Events in the history of each run. The server's list is a moment behind, so they are followed from the last to the first. */
async function runLengths(client: Client, workflowId: string): Promise<readonly number[]> {
  const lengths: number[] = [];
  for (let runId: string | undefined; ; ) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const { historyLength } = await handle.describe();
    lengths.push(historyLength);
    const { events } = await handle.fetchHistory();
    const before = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (before === undefined || before === null || before === '') return lengths;
    runId = before;
  }
}

async function sentIn(db: Database): Promise<number> {
  const [row] = await db.query(sentRounds);
  return row?.sent ?? 0;
}

const enrolment = statement<{ id: string; ending: string | null }>('bench-rounds-end', 'select id, ending from enrolments');
const sentRounds = statement<{ sent: number }>('bench-rounds-sent', "select count(distinct key) as sent from claims where state = 'sent'");

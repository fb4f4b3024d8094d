import { join } from 'node:path';
import type { Release } from '../../compiler/plan/ir.js';
import { createVirtualClock } from '../../runtime/clock.js';
import { countInbox } from '../../runtime/inbox/read-inbox.js';
import { isRunning, readState, removeState } from '../../runtime/servers/state-file.js';
import { orchestraOf } from '../../runtime/service/orchestra.js';
import type { Stage } from '../../runtime/service/stage.js';
import { setStage } from '../../runtime/service/stage.js';
import type { Service } from '../../runtime/service/start-service.js';
import { startService } from '../../runtime/service/start-service.js';
import { conduct } from '../../runtime/simulate/conductor.js';
import type { Database } from '../../runtime/store/database.js';
import { openDatabase } from '../../runtime/store/database.js';
import { migrate } from '../../runtime/store/migrate.js';
import { applyRelease } from '../../runtime/store/releases.js';
import type { Summary } from '../../runtime/store/reports/summary.js';
import { countAllNow, summarise } from '../../runtime/store/reports/summary.js';
import { UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { noteRunning } from '../local/note-running.js';
import { createErrorReport } from '../local/report-errors.js';
import { starting } from '../local/surroundings.js';
import { createProgressLine } from './progress-line.js';
import type { Proof, Show } from './show.js';

export interface Played {
  readonly summary: Summary;
  /** Messages that really arrived over SMTP, and how many different Message-IDs among them. */
  readonly inbox: { readonly mails: number; readonly messageIds: number };
  readonly proof?: Proof;
  readonly seconds: number;
}

export interface PlayOptions {
  readonly show: Show;
  /** The repository that is played; the servers of the play keep their files below it. */
  readonly root: string;
  readonly release: Release;
  readonly keep: boolean;
  readonly signal: AbortSignal;
  /** Called with the result while everything still runs. */
  readonly curtain: (played: Played, db: Database, stage: Stage) => Promise<void>;
}

const writeKey = 'demo';

/** Plays one show on servers of its own, from a clean start; leaves nothing behind unless told to keep it. */
export async function play(host: Host, options: PlayOptions): Promise<void> {
  const { show, root, release, keep, signal, curtain } = options;
  const before = readState(root);
  if (before !== undefined && isRunning(before)) {
    throw new UsageError('This show plays already, or was kept open.', 'End it first: Ctrl-C where it runs.');
  }
  host.err(show.title);
  const clock = createVirtualClock(show.start);
  const folder = join(root, '.perennial', 'demo');
  const stage = await starting(
    setStage({
      folder,
      env: cleanEnvironment(),
      progress: (line) => host.err(line),
      ui: true,
      now: () => clock.now(),
      fresh: true,
      signal,
    }),
  );
  // Where it is ended by force, the servers go first: their handler is the older one.
  const clearAway = (): void => {
    removeState(root);
    stage.strike();
  };
  process.on('exit', clearAway);
  let kept = false;
  let over = false;
  try {
    signal.throwIfAborted();
    await install(stage.databaseUrl, release, clock.now());
    const service = await startService({
      databaseUrl: stage.databaseUrl,
      temporal: { address: stage.temporalAddress, namespace: 'default' },
      smtp: { host: '127.0.0.1', port: stage.smtpPort },
      clock,
      secret: 'demo',
      writeKeys: [writeKey],
      ingest: { host: '127.0.0.1', port: 0 },
      onError: createErrorReport(host, () => over || signal.aborted),
    });
    try {
      noteRunning(root, { stage, ingestUrl: service.ingestUrl, writeKey, dataFolder: folder });
      const began = performance.now();
      await perform(host, show, service, clock, signal);
      const seconds = (performance.now() - began) / 1000;
      const { db } = service;
      const proof = await show.prove?.(db);
      const played: Played = {
        summary: await summarise(db),
        inbox: await countInbox(stage.inboxFolder),
        ...(proof === undefined ? {} : { proof }),
        seconds,
      };
      kept = keep;
      await curtain(played, db, stage);
    } finally {
      await service.stop();
    }
  } finally {
    over = true;
    await stage.stop();
    process.off('exit', clearAway);
    if (!kept) clearAway();
  }
}

async function perform(
  host: Host,
  show: Show,
  service: Service,
  clock: ReturnType<typeof createVirtualClock>,
  signal: AbortSignal,
): Promise<void> {
  const line = createProgressLine(host, show.start, show.until);
  const draw = async (): Promise<void> => {
    const { leads, events, sent } = await countAllNow(service.db);
    line.show(clock.now(), { leads, events, mails: sent });
  };
  const timer = setInterval(() => void draw().catch(() => {}), 500);
  try {
    await conduct({
      clock,
      orchestra: orchestraOf(service),
      moments: show.moments({ ingestUrl: service.ingestUrl, writeKey }),
      until: show.until,
      signal,
    });
    await draw();
  } finally {
    clearInterval(timer);
    line.end();
  }
}

async function install(url: string, release: Release, now: number): Promise<void> {
  const db = openDatabase(url, { max: 2 });
  try {
    await migrate(db);
    await applyRelease(db, release, now);
  } finally {
    await db.close();
  }
}

/** The demo starts clean: it must not play in somebody's own database or Temporal. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, ...rest } = process.env;
  return rest;
}

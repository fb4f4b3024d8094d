import { mkdtempSync, chmodSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { check } from '../compiler/check.js';
import type { Release } from '../compiler/plan/ir.js';
import { realClock } from '../runtime/clock.js';
import { packageRoot } from '../cli/package-root.js';
import type { Role } from '../runtime/service/roles.js';
import type { Stage } from '../runtime/service/stage.js';
import { setStage } from '../runtime/service/stage.js';
import type { Service } from '../runtime/service/start-service.js';
import type { ServiceOptions } from '../runtime/service/service-options.js';
import { startService } from '../runtime/service/start-service.js';
import { openDatabase } from '../runtime/store/database.js';
import { migrate } from '../runtime/store/migrate.js';
import { applyRelease } from '../runtime/store/releases.js';

export const writeKey = 'bench';

export interface DripStage {
  readonly stage: Stage;
  readonly service: Service;
  /** Lets the leads in: their address and the event that begins their campaign. */
  signUp(userIds: readonly string[], event?: string): Promise<void>;
  /** Says of each that this happened to him. */
  track(events: readonly { readonly userId: string; readonly event: string; readonly properties?: Readonly<Record<string, unknown>> }[]): Promise<void>;
  stop(): Promise<void>;
}

export interface DripOptions {
  /** The folder below `bench/` whose campaigns are in force; `drip` where it is left out. */
  readonly repository?: string;
  /** host:port of a Temporal server that runs already. */
  readonly temporal?: string | undefined;
  /** Which parts of the service run in this process; all where it is left out. */
  readonly roles?: readonly Role[];
}

/** Real servers with the campaigns of a folder of `bench/` in force, and nothing of the service yet. */
export interface ServerStage {
  /** Of the servers; gone after `stop`. */
  readonly folder: string;
  readonly stage: Stage;
  stop(): Promise<void>;
}

export async function setServers(progress: (line: string) => void, options: Pick<DripOptions, 'repository' | 'temporal'>): Promise<ServerStage> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
  chmodSync(folder, 0o755);
  const release = await releaseIn(join('bench', options.repository ?? 'drip'));
  const env = { ...process.env };
  delete env['DATABASE_URL'];
  delete env['TEMPORAL_ADDRESS'];
  if (options.temporal !== undefined) env['TEMPORAL_ADDRESS'] = options.temporal;
  const stage = await setStage({ folder, env, progress, ui: false });
  const db = openDatabase(stage.databaseUrl, { max: 2 });
  await migrate(db);
  await applyRelease(db, release, realClock.now());
  await db.close();
  return {
    folder,
    stage,
    async stop() {
      await stage.stop();
      stage.strike();
    },
  };
}

/** Real servers, the real service, and the campaigns of a folder of `bench/`, on the real clock. */
export async function setDripStage(progress: (line: string) => void, options: DripOptions = {}): Promise<DripStage> {
  const { stage, stop } = await setServers(progress, options);
  const service = await startService({
    ...serviceOptions(stage),
    ...(options.roles === undefined ? {} : { roles: options.roles }),
    onError: (error) => progress(`Tried again: ${error instanceof Error ? error.message : String(error)}`),
  });
  return {
    stage,
    service,
    ...speaker(service.ingestUrl),
    async stop() {
      await service.stop();
      await stop();
    },
  };
}

/** What the service is started with on these servers. */
export function serviceOptions(stage: Pick<Stage, 'databaseUrl' | 'temporalAddress' | 'smtpPort'>): Omit<ServiceOptions, 'onError'> {
  return {
    databaseUrl: stage.databaseUrl,
    temporal: { address: stage.temporalAddress, namespace: 'default' },
    smtp: { host: '127.0.0.1', port: stage.smtpPort },
    clock: realClock,
    secret: 'bench',
    writeKeys: [writeKey],
    ingest: { host: '127.0.0.1', port: 0 },
  };
}

/** Says of leads what happened, over HTTP. */
export function speaker(ingestUrl: string): Pick<DripStage, 'signUp' | 'track'> {
  return {
    async signUp(userIds, event = 'signed_up') {
      for (let index = 0; index < userIds.length; index += 200) {
        await post(ingestUrl, userIds.slice(index, index + 200).flatMap((userId) => newcomer(userId, event)));
      }
    },
    async track(events) {
      for (let index = 0; index < events.length; index += 400) {
        await post(ingestUrl, events.slice(index, index + 400).map((one) => ({ type: 'track', ...one })));
      }
    },
  };
}

/** The checked campaigns of a folder of this package. */
export async function releaseIn(folder: string): Promise<Release> {
  const { release, diagnostics } = await check(readSources(join(packageRoot(), folder)));
  if (release === undefined) throw new Error(`${folder} does not compile: ${JSON.stringify(diagnostics[0])}`);
  return release;
}

function newcomer(userId: string, event: string): readonly object[] {
  return [
    { type: 'identify', userId, traits: { email: `${userId}@bench.example`, first_name: 'Ada' } },
    { type: 'track', userId, event },
  ];
}

async function post(ingestUrl: string, batch: readonly object[]): Promise<void> {
  const response = await fetch(`${ingestUrl}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
  });
  if (!response.ok) throw new Error(`ingest answered ${response.status}`);
}

function readSources(root: string): readonly { path: string; text: string }[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file), text: readFileSync(file, 'utf8') }));
}

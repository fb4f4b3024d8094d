import { mkdtempSync, chmodSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { check } from '../compiler/check.js';
import { realClock } from '../runtime/clock.js';
import { packageRoot } from '../cli/package-root.js';
import type { Stage } from '../runtime/service/stage.js';
import { setStage } from '../runtime/service/stage.js';
import type { Service } from '../runtime/service/start-service.js';
import { startService } from '../runtime/service/start-service.js';
import { openDatabase } from '../runtime/store/database.js';
import { migrate } from '../runtime/store/migrate.js';
import { applyRelease } from '../runtime/store/releases.js';

const writeKey = 'bench';

export interface DripStage {
  readonly stage: Stage;
  readonly service: Service;
  /** Lets the leads in: their address and the event that begins the drip. */
  signUp(userIds: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Real servers, the real service, and the campaign of `bench/drip`, on the real clock. */
export async function setDripStage(progress: (line: string) => void): Promise<DripStage> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
  chmodSync(folder, 0o755);
  const root = join(packageRoot(), 'bench', 'drip');
  const { release, diagnostics } = await check(readSources(root));
  if (release === undefined) throw new Error(`bench/drip does not compile: ${JSON.stringify(diagnostics[0])}`);
  const env = { ...process.env };
  delete env['DATABASE_URL'];
  delete env['TEMPORAL_ADDRESS'];
  const stage = await setStage({ folder, env, progress, ui: false });
  const db = openDatabase(stage.databaseUrl, { max: 2 });
  await migrate(db);
  await applyRelease(db, release, realClock.now());
  await db.close();
  const service = await startService({
    databaseUrl: stage.databaseUrl,
    temporal: { address: stage.temporalAddress, namespace: 'default' },
    smtp: { host: '127.0.0.1', port: stage.smtpPort },
    clock: realClock,
    secret: 'bench',
    writeKeys: [writeKey],
    ingest: { host: '127.0.0.1', port: 0 },
    onError: (error) => progress(`Tried again: ${error instanceof Error ? error.message : String(error)}`),
  });
  return {
    stage,
    service,
    async signUp(userIds) {
      for (let index = 0; index < userIds.length; index += 200) {
        await post(service.ingestUrl, userIds.slice(index, index + 200));
      }
    },
    async stop() {
      await service.stop();
      await stage.stop();
      stage.strike();
    },
  };
}

async function post(ingestUrl: string, userIds: readonly string[]): Promise<void> {
  const batch = userIds.flatMap((userId) => [
    { type: 'identify', userId, traits: { email: `${userId}@bench.example`, first_name: 'Ada' } },
    { type: 'track', userId, event: 'signed_up' },
  ]);
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

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../runtime/servers/processes/free-port.js';
import { findTemporal } from '../../runtime/servers/temporal/find-temporal.js';
import type { TemporalServer } from '../../runtime/servers/temporal/temporal-server.js';
import { startTemporal } from '../../runtime/servers/temporal/temporal-server.js';
import { applyRelease } from '../../runtime/store/releases.js';
import { makeCertificate } from '../runtime/service/stage/make-certificate.js';
import { until } from '../runtime/service/stage/until.js';
import { releaseOf } from './campaigns.js';
import type { DatabaseServer } from './database-server.js';
import { startDatabaseServer } from './database-server.js';
import type { KillPoints } from './kill-points.js';
import { createKillPoints } from './kill-points.js';
import type { Plant } from './planted.js';
import { withPlant } from './planted.js';
import type { PostOffice } from './post-office.js';
import { openPostOffice } from './post-office.js';
import type { ServeProcess } from './serve-process.js';
import { createServeProcess } from './serve-process.js';
import type { Tally } from './judging/tally.js';
import type { Wire } from './wire.js';
import { layWire } from './wire.js';

/** The whole system, each server of it behind a wire that can break. */
export interface World {
  readonly database: DatabaseServer;
  readonly temporal: TemporalServer;
  readonly mail: PostOffice;
  readonly serve: ServeProcess;
  readonly points: KillPoints;
  readonly wires: { readonly database: Wire; readonly temporal: Wire; readonly mail: Wire };
  readonly ingestUrl: string;
  readonly writeKey: string;
  stop(): Promise<void>;
}

const writeKey = 'chaos';

/** The first edition is in force, and the service answers; `stop` leaves nothing behind. */
export async function openWorld(seed: number, tally: Tally, plant?: Plant): Promise<World> {
  const ends: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    return await open();
  } catch (error) {
    await stop();
    throw error;
  }

  async function open(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'perennial-chaos-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    // The database's user has to get in.
    await chmod(folder, 0o755);
    const release = releaseOf(1);
    const [database, temporal] = await Promise.all([
      startDatabaseServer(folder).then((started) => {
        ends.push(() => started.stop());
        return started;
      }),
      startTemporal({
        binary: await temporalBinary(),
        dbFile: join(folder, 'temporal.db'),
        logFile: join(folder, 'temporal.log'),
        headless: true,
      }).then((started) => {
        ends.push(() => started.stop());
        return started;
      }),
    ]);
    await applyRelease(database.db, await release, Date.now());

    const authority = makeCertificate('an authority of the tests');
    const certificates = join(folder, 'authority.crt');
    await writeFile(certificates, authority.crt);
    const mail = await openPostOffice({
      seed,
      certificate: makeCertificate('localhost', authority),
      tally,
      cut: (port) => mailWire.lineAt(port)?.cut(),
      before250: () => points.pass('before the 250'),
    });
    ends.push(() => mail.stop());

    const points = createKillPoints(() => serve.signal('SIGKILL'));
    const databaseAt = new URL(database.url);
    const databaseWire = await layWire({ host: '127.0.0.1', port: Number(databaseAt.port) }, (bytes, from, line) => {
      const planted = plant !== undefined && from === 'client' ? withPlant(plant, bytes) : undefined;
      return points.watchDatabase(planted ?? bytes, from, line) ?? planted;
    });
    const mailWire = await layWire({ host: '127.0.0.1', port: mail.port }, points.watchMail);
    const temporalWire = await layWire({ host: '127.0.0.1', port: Number(temporal.address.split(':')[1]) });
    ends.push(() => Promise.all([databaseWire.stop(), mailWire.stop(), temporalWire.stop()]));

    databaseAt.port = `${databaseWire.port}`;
    const listen = `127.0.0.1:${await freePort()}`;
    const serve = createServeProcess(folder, {
      DATABASE_URL: databaseAt.href,
      TEMPORAL_ADDRESS: `127.0.0.1:${temporalWire.port}`,
      PERENNIAL_SMTP: `localhost:${mailWire.port}`,
      PERENNIAL_LISTEN: listen,
      PERENNIAL_OPERATIONS: `127.0.0.1:${await freePort()}`,
      PERENNIAL_WRITE_KEYS: writeKey,
      PERENNIAL_SECRET: 'a secret of the tests',
      NODE_EXTRA_CA_CERTS: certificates,
    });
    serve.start();
    ends.push(async () => {
      serve.signal('SIGKILL');
      await serve.gone;
    });
    const ingestUrl = `http://${listen}`;
    await whenAnswering(ingestUrl).catch((error: unknown) => {
      throw new Error(serve.log(), { cause: error });
    });
    return {
      database,
      temporal,
      mail,
      serve,
      points,
      wires: { database: databaseWire, temporal: temporalWire, mail: mailWire },
      ingestUrl,
      writeKey,
      stop,
    };
  }
}

/** Whatever it answers. */
export async function whenAnswering(ingestUrl: string): Promise<void> {
  await until('the ingest API answers', 60_000, () => fetch(ingestUrl).then(() => true, () => undefined), 50);
}

async function temporalBinary(): Promise<string> {
  // A server elsewhere is no use here: ours is killed.
  const found = await findTemporal({ progress: (line) => process.stderr.write(`${line}\n`), env: { ...process.env, TEMPORAL_ADDRESS: '' } });
  if (found.kind === 'address') throw new Error('no address was asked for');
  return found.path;
}

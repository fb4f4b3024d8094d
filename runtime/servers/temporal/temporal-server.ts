import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { startChild } from '../processes/child-process.js';
import type { Child } from '../processes/child-process.js';
import { freePort } from '../processes/free-port.js';
import { EndedWhileStarting, waitForAnswer } from '../processes/wait-for-answer.js';

export interface TemporalServerOptions {
  readonly binary: string;
  /** Keeps everything across restarts; without it the server forgets all when it stops. */
  readonly dbFile?: string;
  /** Any free one when left out; so too `uiPort`. */
  readonly port?: number;
  readonly uiPort?: number;
  readonly logFile: string;
  /** Without the web page. */
  readonly headless?: boolean;
}

export interface TemporalServer {
  /** host:port of the gRPC service. */
  readonly address: string;
  readonly uiAddress?: string;
  /** Of the process that runs now; another one after `restart`. */
  readonly pid: number;
  stop(): Promise<void>;
  /** Stops it and starts it at the same addresses. */
  restart(): Promise<void>;
}

const startLimitMs = 30_000;
const stopGraceMs = 5_000;
// It chooses ports for its parts before these listen, and ends when another program was quicker.
const mostStarts = 3;

/**
 * Starts Temporal's development server on 127.0.0.1 and waits until it answers.
 *
 * @throws with the end of its log when it does not within 30 s
 */
export async function startTemporal(options: TemporalServerOptions): Promise<TemporalServer> {
  const { binary, dbFile, logFile, headless = false } = options;
  if (dbFile !== undefined) mkdirSync(dirname(dbFile), { recursive: true });

  const startAt = async (port: number, uiPort: number | undefined): Promise<Child> => {
    const ports = { port, uiPort, httpPort: await freePort(), metricsPort: await freePort() };
    const child = startChild({ name: 'temporal', command: binary, args: flags(ports, dbFile), logFile });
    const ask = async () => {
      // A client that finds nobody rests a second before it tries again.
      await knock(port);
      await askTemporal(`127.0.0.1:${port}`);
    };
    await waitForAnswer({ what: 'The Temporal server', child, logFile, limitMs: startLimitMs, ask });
    return child;
  };
  const port = options.port ?? (await freePort());
  const uiPort = headless ? undefined : (options.uiPort ?? (await freePort()));
  const start = () => insistOnStart(() => startAt(port, uiPort));
  const address = `127.0.0.1:${port}`;
  let child = await start();
  return {
    address,
    ...(uiPort !== undefined && { uiAddress: `http://127.0.0.1:${uiPort}` }),
    get pid() {
      return child.pid;
    },
    async stop() {
      await child.stop(stopGraceMs);
    },
    async restart() {
      await child.stop(stopGraceMs);
      child = await start();
    },
  };
}

async function insistOnStart(start: () => Promise<Child>): Promise<Child> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof EndedWhileStarting) || starts === mostStarts) throw error;
    }
  }
}

interface Ports {
  readonly port: number;
  readonly uiPort: number | undefined;
  readonly httpPort: number;
  readonly metricsPort: number;
}

function flags({ port, uiPort, httpPort, metricsPort }: Ports, dbFile: string | undefined): readonly string[] {
  const settings = [
    ['--ip', '127.0.0.1'],
    ['--log-level', 'warn'],
    ['--port', `${port}`],
    ['--http-port', `${httpPort}`],
    ['--metrics-port', `${metricsPort}`],
    uiPort === undefined ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', `${uiPort}`],
    dbFile === undefined ? [] : ['--db-filename', dbFile],
    // A commit survives a crash of the server; only a loss of power may cost the last ones.
    ['--sqlite-pragma', 'journal_mode=WAL'],
    ['--sqlite-pragma', 'synchronous=NORMAL'],
    // Else a timer of less than a second takes a second.
    ['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="1ms"'],
  ];
  return ['server', 'start-dev', ...settings.flat()];
}

async function knock(port: number): Promise<void> {
  const visitor = connect(port, '127.0.0.1');
  try {
    await once(visitor, 'connect');
  } finally {
    visitor.destroy();
  }
}

/** Rejects until the server at `address` (host:port) serves its default namespace. */
export async function askTemporal(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
  } finally {
    await connection.close();
  }
}

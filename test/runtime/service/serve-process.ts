import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { packageRoot } from '../../../cli/package-root.js';
import type { Child } from '../../../runtime/servers/processes/child-process.js';
import { startChild } from '../../../runtime/servers/processes/child-process.js';
import type { Servers } from './use-servers.js';

/** `perennial serve` as people run it: a process of its own, from the built tree. */
export interface ServeProcess {
  start(): void;
  /** SIGKILL: no last word, no clean-up. Resolves when it is gone; nothing where it does not run. */
  kill(): Promise<void>;
  /** What it printed in all its lives. */
  log(): string;
}

export function createServeProcess(
  { folder, databaseUrl, temporal }: Servers,
  { smtpPort, listenPort, writeKey }: { readonly smtpPort: number; readonly listenPort: number; readonly writeKey: string },
): ServeProcess {
  const logFile = join(folder, 'serve.log');
  let child: Child | undefined;
  return {
    start() {
      child = startChild({
        name: 'serve',
        command: process.execPath,
        args: [join(packageRoot(), 'dist', 'cli', 'main.js'), 'serve'],
        env: {
          ...process.env,
          DATABASE_URL: databaseUrl,
          TEMPORAL_ADDRESS: temporal.address,
          PERENNIAL_SMTP: `127.0.0.1:${smtpPort}`,
          PERENNIAL_LISTEN: `127.0.0.1:${listenPort}`,
          PERENNIAL_WRITE_KEYS: writeKey,
          PERENNIAL_SECRET: 'a secret of the tests',
        },
        logFile,
      });
    },
    async kill() {
      if (child === undefined || child.hasExited()) return;
      process.kill(child.pid, 'SIGKILL');
      await child.exit;
    },
    log: () => readFileSync(logFile, 'utf8'),
  };
}

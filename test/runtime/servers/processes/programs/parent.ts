// Starts two servers, says so, and ends in the way it is told.
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { startChild } from '../../../../../runtime/servers/processes/child-process.js';
import { freePort } from '../../../../../runtime/servers/processes/free-port.js';

const [logFolder = '', ending, manners = 'polite'] = process.argv.slice(2);
const program = join(import.meta.dirname, 'listen.mjs');
const children = await Promise.all(['first', 'second'].map(startOne));
for (const { port } of children) await connected(port);
console.log(JSON.stringify(children));

switch (ending) {
  case 'throw':
    throw new Error('a bug');
  case 'exit':
    process.exit(3);
  default:
    // Until a signal comes; the children alone would keep it alive too, but that is not promised.
    setInterval(() => {}, 1_000);
}

async function startOne(name: string): Promise<{ pid: number; port: number }> {
  const port = await freePort();
  const logFile = join(logFolder, 'children.log');
  const args = [program, String(port), manners];
  const { pid } = startChild({ name, command: process.execPath, args, logFile });
  return { pid, port };
}

async function connected(port: number): Promise<void> {
  while (!(await connects(port)));
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => setTimeout(() => resolve(false), 20));
    socket.once('connect', () => socket.destroy());
  });
}

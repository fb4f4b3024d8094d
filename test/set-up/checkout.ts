import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Checkout {
  readonly folder: string;
  write(path: string, content: string): void;
  start(args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Run>;
}

// Stands for the registry: it "installs" a compiler that strips nothing, a linter and a test runner.
const npm = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  const install = (path, content) => {
    const file = 'node_modules/' + path;
    mkdirSync(require('node:path').dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  install('typescript/bin/tsc', ${JSON.stringify(`
    const { cpSync, existsSync, readdirSync } = require('node:fs');
    if (process.argv.includes('--noEmit')) process.exit(process.env.TYPES ?? 0);
    if (existsSync('cli/broken.ts')) { console.error('cli/broken.ts(1,1): error'); process.exit(2); }
    for (const file of readdirSync('cli')) cpSync('cli/' + file, 'dist/cli/' + file.replace('.ts', '.js'));
  `)});
  install('oxlint/bin/oxlint', 'process.exit(process.env.LINT ?? 0);');
  install('vitest/vitest.mjs', ${JSON.stringify(`
    import { writeFileSync } from 'node:fs';
    const file = process.argv.find((arg) => arg.startsWith('--outputFile.json=')).split('=')[1];
    if (process.env.REPORT) writeFileSync(file, process.env.REPORT);
    process.exit(Number(process.env.TESTS ?? 0));
  `)});
`;

/** A small checkout with our real set-up in it; nothing in it needs the network. */
export function createCheckout(): Checkout {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-set-up-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  cpSync(join(import.meta.dirname, '../../set-up'), join(folder, 'set-up'), { recursive: true });
  write('registry/npm-cli.js', npm);
  write('registry/package.json', '{}');
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{}');
  write('tsconfig.json', '{}');
  write('tsconfig.build.json', '{ "include": ["cli", "runtime"] }');
  write('cli/main.ts', 'console.log(process.argv.slice(2).join(" "));');

  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, [join(folder, 'set-up/main.mjs'), ...args], {
      env: { ...process.env, npm_execpath: join(folder, 'registry/npm-cli.js'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    folder,
    write,
    start,
    async run(args, env) {
      const child = start(args, env);
      const run = { out: '', err: '' };
      child.stdout?.on('data', (chunk) => (run.out += String(chunk)));
      child.stderr?.on('data', (chunk) => (run.err += String(chunk)));
      await once(child, 'close');
      return { ...run, code: child.exitCode };
    },
  };
}

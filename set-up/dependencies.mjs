import { rmSync } from 'node:fs';
import { fingerprint, isUpToDate, mark } from './fingerprint.mjs';
import { inRoot } from './root.mjs';
import { runStep } from './run-program.mjs';

/** Installs what package.json and the lock name, unless that was done for just these files. */
export async function installDependencies() {
  const marker = inRoot('node_modules', '.perennial-installed');
  const wanted = fingerprint(['package.json', 'package-lock.json']);
  if (isUpToDate(marker, wanted)) return true;
  rmSync(marker, { force: true });
  // Not `npm ci`: npm 11 refuses a lock when the registry lacks a binary for some other system.
  // `--no-save` leaves the lock as it is; the tools of the build are wanted in production too.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--include=dev'];
  const { command, first } = npm();
  const done = await runStep('Installing dependencies', command, [...first, ...args], { cwd: inRoot() });
  if (!done) return false;
  mark(marker, wanted);
  return true;
}

// As a script for Node where we know it: on Windows the command is a batch file.
function npm() {
  const script = process.env.npm_execpath;
  const known = script !== undefined && script.endsWith('npm-cli.js');
  return known ? { command: process.execPath, first: [script] } : { command: 'npm', first: [] };
}

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { elapsed, say } from './say.mjs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end with our own standard streams, and passes signals on.
 *
 * After `limitMs`, if given, it is asked to end, and ten seconds later killed.
 *
 * @returns its exit code, or 128 and the signal's number as a shell does
 */
export function runProgram(command, args, { limitMs, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const pass = (signal) => {
      // A terminal sends its Ctrl-C to the child as well; twice would mean "at once, please".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, pass);
    const limits = limitMs === undefined ? [] : [
      setTimeout(() => child.kill('SIGTERM'), limitMs),
      setTimeout(() => child.kill('SIGKILL'), limitMs + 10_000),
    ];
    const done = () => {
      limits.forEach((limit) => clearTimeout(limit));
      signals.forEach((signal) => process.off(signal, pass));
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('close', (code, signal) => {
      done();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/**
 * Runs one step of the set-up: a line when it begins, one every ten seconds, one when it is done.
 *
 * Its output is shown only when it fails.
 *
 * @returns true when it succeeded
 */
export async function runStep(what, command, args, options = {}) {
  const start = Date.now();
  say(`${what} ...`);
  const output = [];
  const ticker = setInterval(() => say(`  ${elapsed(start)}`), 10_000);
  try {
    const code = await runCollecting(command, args, options, output);
    if (code === 0) {
      say(`  done in ${elapsed(start)}`);
      return true;
    }
    process.stderr.write(Buffer.concat(output));
    say(`${what}: failed with exit code ${code}`);
    return false;
  } catch (error) {
    say(`${what}: ${error.message}`);
    return false;
  } finally {
    clearInterval(ticker);
  }
}

function runCollecting(command, args, options, output) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const stop = (signal) => {
      child.kill(signal);
      process.exit(128 + constants.signals[signal]);
    };
    for (const signal of signals) process.once(signal, stop);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, stop);
      resolve(code ?? 1);
    });
  });
}

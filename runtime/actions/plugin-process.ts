/**
 * The program of one process of a plug-in: takes one job, runs it, says what came of it, ends.
 *
 * It trusts nobody: whatever hangs here is ended from outside, and by a watchdog of its own should
 * whoever started it be gone.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { isRecord } from '../../compiler/extensions/is-record.js';
import type { ActionInput } from '../extensions/define-action.js';
import type { ExtensionContext } from '../extensions/context.js';
import type { Plugin } from '../extensions/define-plugin.js';
import { pluginIn } from '../extensions/plugin-package.js';
import type { Job, Said, Told } from './protocol.js';
import { spokenOn } from './protocol.js';

const control = new AbortController();
let granted: ((yes: boolean) => void) | undefined;
let begun = false;

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (!begun) {
    begun = true;
    // Its first line; what writes it is of our own.
    const job: Job = JSON.parse(line);
    void take(job);
    return;
  }
  const told: Told = JSON.parse(line);
  if (told.kind === 'abort') control.abort(new DOMException(told.reason, 'AbortError'));
  else granted?.(told.granted);
});
// Whoever started it is gone.
lines.on('close', () => process.exit(1));

async function take(job: Job): Promise<void> {
  watch(job.mostMs);
  try {
    const plugin = pluginIn(await import(job.module));
    if (plugin === undefined) throw new Error('its code exports no plug-in');
    say(await run(plugin, job));
  } catch (error) {
    say({ kind: 'threw', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
  process.exit(0);
}

async function run(plugin: Plugin, job: Job): Promise<Said> {
  const { part, name, input } = job;
  const context = contextOf(job);
  switch (part) {
    case 'action': {
      const action = named(plugin.actions, name);
      const given = readInput(input);
      const problems = action.check(given.config);
      if (problems.length > 0) return { kind: 'problems', problems };
      const more = { idempotencyKey: job.idempotencyKey, attempt: job.attempt, heartbeat: () => say({ kind: 'heartbeat' }) };
      return { kind: 'ended', value: await action.run(given, { ...context, ...more }) };
    }
    case 'trigger': {
      const trigger = named(plugin.triggers, name);
      return { kind: 'ended', value: await Reflect.apply(trigger.receive, trigger, [input, context]) };
    }
    case 'channel': {
      const channel = named(plugin.channels, name);
      return { kind: 'ended', value: await Reflect.apply(channel.deliver, channel, [input, { ...context, underWay }]) };
    }
    case 'look-up': {
      const channel = named(plugin.channels, name);
      return { kind: 'ended', value: await channel.lookUp(String(input), context) };
    }
  }
}

function named<Part extends { readonly manifest: { readonly name: string } }>(parts: readonly Part[], name: string): Part {
  const found = parts.find(({ manifest }) => manifest.name === name);
  if (found === undefined) throw new Error(`the installed plug-in has no "${name}"`);
  return found;
}

function readInput(input: unknown): ActionInput<unknown> {
  if (!isRecord(input) || !isRecord(input['lead']) || !isRecord(input['entry'])) throw new Error('not what an action is given');
  const { config, lead, entry } = input;
  const { userId, attributes } = lead;
  const { event, properties } = entry;
  return {
    config,
    lead: { userId: String(userId), attributes: isRecord(attributes) ? attributes : {} },
    entry: { event: String(event), properties: isRecord(properties) ? properties : {} },
  };
}

function contextOf({ secrets, now, virtual }: Job): ExtensionContext {
  const since = performance.now();
  return {
    signal: control.signal,
    log: {
      info: (message, fields) => say({ kind: 'log', level: 'info', message, fields }),
      warn: (message, fields) => say({ kind: 'log', level: 'warn', message, fields }),
    },
    secret(name) {
      const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      if (value === undefined) throw new Error(`the secret "${name}" is not declared, or not set where the worker runs`);
      return value;
    },
    now: () => (virtual ? now : Math.round(now + performance.now() - since)),
    fetch: globalThis.fetch,
  };
}

function underWay(): Promise<void> {
  return new Promise((resolve, reject) => {
    granted = (yes) => (yes ? resolve() : reject(new Error('the message may not leave any more')));
    say({ kind: 'under-way' });
  });
}

function say(said: Said): void {
  writeSync(spokenOn, `${JSON.stringify(said)}\n`);
}

/** A thread of its own, so that a loop without end does not stop it. */
function watch(mostMs: number): void {
  const code = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${Math.ceil(mostMs)})`;
  new Worker(code, { eval: true, stdin: false }).unref();
}

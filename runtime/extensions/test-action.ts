import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../compiler/extensions/is-record.js';
import { compileObjectSchema } from '../../compiler/extensions/json-schema.js';
import type { JsonSchema } from '../../compiler/extensions/manifest.js';
import type { Action, ActionContext, ActionInput, ActionResult } from './define-action.js';
import type { Outside, RecordedRequest } from './recorded-outside.js';
import { deadOutside, recordOutside } from './recorded-outside.js';

export interface ActionSample<Config> {
  readonly config: Config;
  readonly lead?: ActionInput<Config>['lead'];
  readonly entry?: ActionInput<Config>['entry'];
  /** By name, a value for each that the action declares. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Epoch ms. */
  readonly now?: number;
  /** Answers the action's calls in place of the network. */
  outside(request: Request): Response | Promise<Response>;
}

export interface ConformanceCheck {
  readonly name: string;
  /** Absent: passed. */
  readonly failed?: string;
}

export interface ConformanceReport {
  readonly action: string;
  readonly checks: readonly ConformanceCheck[];
  /** A sentence each; empty when the action may be used. */
  readonly failures: readonly string[];
}

const idempotencyKey = 'perennial-test-key-1f3a';

/** How long an action may take to notice that its time is over; a good one needs no time at all. */
const graceMs = 1_000;

/**
 * What every action owes the runtime, tried on one sample: its schemas survive being written to
 * the manifest, a second run under the same key does no more than it promises, it stops when its
 * time is over, does nothing once it is cancelled, and keeps its secrets.
 */
export async function testAction<Config, Output>(
  action: Action<Config, Output>,
  sample: ActionSample<Config>,
): Promise<ConformanceReport> {
  const tries: readonly (readonly [string, () => string | undefined | Promise<string | undefined>])[] = [
    ['schema round trip', () => schemaRoundTrip(action, sample)],
    ['same key twice', () => sameKeyTwice(action, sample)],
    ['time over', () => timeOver(action, sample)],
    ['cancelled before', () => cancelledBefore(action, sample)],
    ['secrets kept', () => secretsKept(action, sample)],
  ];
  const checks: ConformanceCheck[] = [];
  for (const [name, attempt] of tries) {
    const failed = await failureOf(attempt);
    checks.push(failed === undefined ? { name } : { name, failed });
  }
  const failures = checks.flatMap(({ name, failed }) => (failed === undefined ? [] : [`${name}: ${failed}`]));
  return { action: action.manifest.name, checks, failures };
}

async function failureOf(attempt: () => string | undefined | Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await attempt();
  } catch (error) {
    return `it threw: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function schemaRoundTrip<Config, Output>(action: Action<Config, Output>, { config }: ActionSample<Config>): string | undefined {
  const { config: schema, output } = action.manifest;
  for (const one of [schema, output]) {
    const back: unknown = JSON.parse(JSON.stringify(one));
    if (!isDeepStrictEqual(back, one)) return 'a schema reads otherwise once it is written as JSON';
  }
  const problem = problemOf(schema, config);
  if (problem !== undefined) return `the sample config is not valid: ${problem}`;
  if (isRecord(config) && problemOf(schema, { ...config, 'no-such-key': true }) === undefined && !isOpen(schema)) {
    return 'a key that the schema does not have is taken';
  }
  const [first] = action.check(config);
  return first === undefined ? undefined : `check refuses the sample config: ${first.path} ${first.message}`;
}

async function sameKeyTwice<Config, Output>(action: Action<Config, Output>, sample: ActionSample<Config>): Promise<string | undefined> {
  const first = await runOnce(action, sample, 1);
  if (first.result.kind !== 'done') return `the sample ended as "${first.result.kind}": ${first.result.reason}`;
  const problem = problemOf(action.manifest.output, first.result.output);
  if (problem !== undefined) return `the output is not valid: ${problem}`;
  const second = await runOnce(action, sample, 2);
  if (second.result.kind !== 'done') return `the second run ended as "${second.result.kind}"`;
  if (action.manifest.effect === 'at-least-once') return undefined;
  if (!isDeepStrictEqual(second.result.output, first.result.output)) return 'the second run gave another output';
  return repeatedEffect(effects(first.outside), effects(second.outside));
}

/** Reading changes nothing; whatever else leaves must be told apart from a repetition by its receiver. */
function effects({ requests }: Outside): readonly RecordedRequest[] {
  return requests.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
}

function repeatedEffect(first: readonly RecordedRequest[], second: readonly RecordedRequest[]): string | undefined {
  const bare = first.find((request) => !JSON.stringify(request).includes(idempotencyKey));
  if (bare !== undefined) {
    return `"idempotent", but ${bare.method} ${bare.url} carries no idempotency key; hand on context.idempotencyKey`;
  }
  return isDeepStrictEqual(first, second) ? undefined : 'the second run asked for something else under the same key';
}

async function timeOver<Config, Output>(action: Action<Config, Output>, sample: ActionSample<Config>): Promise<string | undefined> {
  const control = new AbortController();
  const outside = deadOutside(() => control.abort(new DOMException('The time is over.', 'TimeoutError')));
  const ended = settled(action.run(inputOf(sample), contextOf(action, sample, { outside, signal: control.signal })));
  const ending = await within(graceMs, ended);
  if (ending === undefined) return 'it does not stop when its time is over; hand context.signal to fetch';
  const claimsDone = ending.kind === 'returned' && ending.result.kind === 'done';
  return claimsDone && outside.requests.length > 0 ? 'it says "done" though nobody answered' : undefined;
}

async function cancelledBefore<Config, Output>(
  action: Action<Config, Output>,
  sample: ActionSample<Config>,
): Promise<string | undefined> {
  const outside = recordOutside(async (request) => sample.outside(request));
  const signal = AbortSignal.abort(new DOMException('The lead has left.', 'AbortError'));
  await settled(action.run(inputOf(sample), contextOf(action, sample, { outside, signal })));
  const [first] = outside.requests;
  return first === undefined ? undefined : `it was cancelled, and asked ${first.method} ${first.url} all the same`;
}

async function secretsKept<Config, Output>(action: Action<Config, Output>, sample: ActionSample<Config>): Promise<string | undefined> {
  const lines: string[] = [];
  const { result } = await runOnce(action, sample, 1, (line) => lines.push(line));
  const said = [...lines, JSON.stringify(result)].join('\n');
  const told = Object.entries(sample.secrets ?? {}).find(([, value]) => value !== '' && said.includes(value));
  return told === undefined ? undefined : `the secret "${told[0]}" stands in its log or its output`;
}

async function runOnce<Config, Output>(
  action: Action<Config, Output>,
  sample: ActionSample<Config>,
  attempt: number,
  log: (line: string) => void = () => {},
): Promise<{ readonly result: ActionResult<Output>; readonly outside: Outside }> {
  const outside = recordOutside(async (request) => sample.outside(request));
  const { signal } = new AbortController();
  const context = contextOf(action, sample, { outside, signal, attempt, log });
  return { result: await action.run(inputOf(sample), context), outside };
}

function inputOf<Config>({ config, lead, entry }: ActionSample<Config>): ActionInput<Config> {
  return {
    config,
    lead: lead ?? { userId: 'u-1', attributes: { email: 'ada@example.com' } },
    entry: entry ?? { event: 'signed_up', properties: {} },
  };
}

interface Surroundings {
  readonly outside: Outside;
  readonly signal: AbortSignal;
  readonly attempt?: number;
  log?(line: string): void;
}

function contextOf<Config, Output>(
  { manifest }: Action<Config, Output>,
  { secrets = {}, now = Date.UTC(2026, 0, 5, 9) }: ActionSample<Config>,
  { outside, signal, attempt = 1, log }: Surroundings,
): ActionContext {
  const line = (message: string, fields?: unknown) => log?.(`${message} ${JSON.stringify(fields ?? {})}`);
  return {
    idempotencyKey,
    attempt,
    signal,
    heartbeat: () => {},
    log: { info: line, warn: line },
    secret: (name) => {
      if (!manifest.secrets.includes(name)) throw new Error(`"${name}" is not among the secrets that it declares`);
      const value = secrets[name];
      if (value === undefined) throw new Error(`the sample has no secret "${name}"`);
      return value;
    },
    now: () => now,
    fetch: outside.fetch,
  };
}

type Ending<Output> = { readonly kind: 'returned'; readonly result: ActionResult<Output> } | { readonly kind: 'threw' };

async function settled<Output>(running: Promise<ActionResult<Output>>): Promise<Ending<Output>> {
  try {
    return { kind: 'returned', result: await running };
  } catch {
    return { kind: 'threw' };
  }
}

async function within<Value>(ms: number, value: Promise<Value>): Promise<Value | undefined> {
  const control = new AbortController();
  const limit = sleep(ms, undefined, { signal: control.signal }).catch(() => undefined);
  try {
    return await Promise.race([value, limit]);
  } finally {
    control.abort();
  }
}

function problemOf(schema: JsonSchema, value: unknown): string | undefined {
  const compiled = compileObjectSchema(schema);
  if (compiled.kind === 'invalid') return compiled.problem;
  const { validate } = compiled;
  if (validate(value)) return undefined;
  const [first] = validate.errors ?? [];
  return `${first?.instancePath || 'it'} ${first?.message ?? 'is wrong'}`;
}

/** Says itself that it takes other keys, or names none. */
function isOpen({ properties, additionalProperties, unevaluatedProperties }: JsonSchema): boolean {
  return properties === undefined || additionalProperties !== undefined || unevaluatedProperties !== undefined;
}

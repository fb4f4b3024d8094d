import type { ActionManifest, Effect, JsonSchema } from '../../compiler/extensions/manifest.js';
import type { ExtensionContext, ExtensionLead } from './context.js';
import type { DurationText } from './duration-text.js';
import { msOf } from './duration-text.js';
import { demandNames } from './named.js';
import { PluginError } from './plugin-error.js';
import type { SchemaSource, ValueOf } from './schema-type.js';
import { staticSchema } from './static-schema.js';

export interface ActionInput<Config> {
  /** What the campaign says under `with:`, valid by the schema. */
  readonly config: Config;
  readonly lead: ExtensionLead;
  /** The event by which the lead entered the campaign. */
  readonly entry: { readonly event: string; readonly properties: Readonly<Record<string, unknown>> };
}

export interface ActionContext extends ExtensionContext {
  /** The same for every attempt of this step for this lead; no other step ever has it. */
  readonly idempotencyKey: string;
  /** From 1. */
  readonly attempt: number;
  /** Says that a long run is alive: where runs are shown, when it said so last. */
  heartbeat(): void;
}

/** What became of it. To be tried again, `run` throws. */
export type ActionResult<Output> =
  | { readonly kind: 'done'; readonly output: Output }
  /** Trying again is no use; the step's `failed:` says what comes next. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Tried again after that time, as a rate limit asks. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly reason: string };

export interface ConfigProblem {
  /** JSON pointer into the config. */
  readonly path: string;
  readonly message: string;
}

export interface ActionSpec<Config extends SchemaSource, Output extends SchemaSource> {
  /** As campaigns write it: `do: slack-post`. */
  readonly name: string;
  /** Raised with every change that a waiting lead would notice. */
  readonly version: number;
  readonly summary: string;
  readonly config: Config;
  /** Where it has a `source`, values that the schema declares for leads become their attributes. */
  readonly output: Output;
  /** `idempotent`: a second run with the same key changes nothing more. */
  readonly effect: Effect;
  /** `marketing`: only for leads who may be mailed on the campaign's topic. */
  readonly consent: 'none' | 'marketing';
  readonly timeouts?: { readonly attempt?: DurationText; readonly total?: DurationText };
  readonly retry?: { readonly attempts?: number; readonly first?: DurationText; readonly most?: DurationText };
  readonly secrets?: readonly string[];
  /** For enrichment: whose data the output is; kept beside it with the date. */
  readonly source?: string;
  /** What the schema cannot say; asked by the worker before `run`, never by `perennial check`. */
  check?(config: ValueOf<Config>): readonly ConfigProblem[];
  /** Runs as an activity: it may do anything, at any pace, and harms nothing but its own step. */
  run(input: ActionInput<ValueOf<Config>>, context: ActionContext): Promise<ActionResult<ValueOf<Output>>>;
}

export interface Action<Config = unknown, Output = unknown> {
  readonly kind: 'action';
  readonly manifest: ActionManifest;
  check(config: Config): readonly ConfigProblem[];
  run(input: ActionInput<Config>, context: ActionContext): Promise<ActionResult<Output>>;
}

/**
 * Something that campaigns can do: `do: slack-post`.
 *
 * Unsaid, an attempt has 10s, all of them together 24h; five attempts, 1s to 5min apart.
 *
 * @throws PluginError for a name, schema or time that cannot be taken
 */
export function defineAction<const Config extends SchemaSource, const Output extends SchemaSource>(
  spec: ActionSpec<Config, Output>,
): Action<ValueOf<Config>, ValueOf<Output>> {
  const { name, version, summary, effect, consent, source } = spec;
  demandNames('action', name, version);
  const config = staticSchema(spec.config, `The config of "${name}"`, 'input');
  const output = staticSchema(spec.output, `The output of "${name}"`, 'output');
  const manifest: ActionManifest = {
    name,
    version,
    summary,
    config,
    output,
    effect,
    consent,
    timeouts: timeoutsOf(spec),
    retry: retryOf(spec),
    secrets: [...(spec.secrets ?? [])],
    ...(source === undefined ? {} : { source }),
  };
  return Object.freeze({
    kind: 'action',
    manifest,
    check: (value: ValueOf<Config>) => spec.check?.(value) ?? [],
    run: (input: ActionInput<ValueOf<Config>>, context: ActionContext) => spec.run(input, context),
  } as const);
}

type Times = Pick<ActionSpec<JsonSchema, JsonSchema>, 'name' | 'timeouts' | 'retry'>;

function timeoutsOf({ name, timeouts = {} }: Times): ActionManifest['timeouts'] {
  const attemptMs = msOf(timeouts.attempt ?? '10s', `timeouts.attempt of "${name}"`);
  const totalMs = msOf(timeouts.total ?? '24h', `timeouts.total of "${name}"`);
  if (attemptMs > totalMs) throw new PluginError(`An attempt of "${name}" would last longer than all of them together.`);
  return { attemptMs, totalMs };
}

function retryOf({ name, retry = {} }: Times): ActionManifest['retry'] {
  const { attempts = 5 } = retry;
  if (!Number.isInteger(attempts) || attempts < 1) {
    throw new PluginError(`retry.attempts of "${name}" must be a whole number from 1.`);
  }
  const firstMs = msOf(retry.first ?? '1s', `retry.first of "${name}"`);
  const mostMs = msOf(retry.most ?? '5min', `retry.most of "${name}"`);
  return { attempts, firstMs, mostMs: Math.max(firstMs, mostMs) };
}

import { hashOf } from '../plan/content-hash.js';
import { isRecord } from './is-record.js';
import { compileForm, compileObjectSchema } from './json-schema.js';
import { manifestForm } from './manifest-form.js';
import type { Manifest } from './manifest.js';
import { manifestVersion } from './manifest.js';

export type ManifestReading =
  | { readonly kind: 'read'; readonly manifest: Manifest }
  | { readonly kind: 'unreadable'; readonly problem: string }
  | { readonly kind: 'other-version'; readonly found: string }
  /** Its hash is not that of its content. */
  | { readonly kind: 'edited' }
  | { readonly kind: 'invalid-schema'; readonly where: string; readonly problem: string };

/** Deeper than any schema, and far from where recursion ends. */
const deepest = 64;

/** Reads the text of a plugin.manifest.json. Runs nothing of the plug-in; never throws. */
export function readManifest(text: string): ManifestReading {
  const parsed = parseJson(text);
  if (!isRecord(parsed)) return { kind: 'unreadable', problem: 'it is not a JSON object' };
  if (deeperThan(parsed, deepest)) return { kind: 'unreadable', problem: `it is nested deeper than ${deepest} levels` };
  const { apiVersion } = parsed;
  if (apiVersion !== manifestVersion && typeof apiVersion === 'number') {
    return { kind: 'other-version', found: String(apiVersion) };
  }
  const isManifest = manifestGuard();
  if (!isManifest(parsed)) {
    const [first] = isManifest.errors ?? [];
    return { kind: 'unreadable', problem: `${first?.instancePath || 'it'} ${first?.message ?? 'is wrong'}` };
  }
  const { hash, ...content } = parsed;
  if (manifestHash(content) !== hash) return { kind: 'edited' };
  return firstInvalidSchema(parsed) ?? { kind: 'read', manifest: parsed };
}

let guard: ReturnType<typeof compileForm<Manifest>> | undefined;

/** Compiled when the first manifest is read: most repositories have no plug-in. */
function manifestGuard(): ReturnType<typeof compileForm<Manifest>> {
  guard ??= compileForm<Manifest>(manifestForm);
  return guard;
}

/** The manifest's own hash: over everything but the key that holds it. */
export function manifestHash(content: Omit<Manifest, 'hash'>): string {
  return hashOf(content);
}

function firstInvalidSchema({ actions, triggers, channels }: Manifest): ManifestReading | undefined {
  const schemas = [
    ...actions.flatMap(({ name, config, output }) => [
      { where: `the action "${name}"`, schema: config },
      { where: `the output of "${name}"`, schema: output },
    ]),
    ...triggers.flatMap(({ name, config, properties }) => [
      { where: `the trigger "${name}"`, schema: config },
      { where: `the event of "${name}"`, schema: properties },
    ]),
    ...channels.map(({ name, config }) => ({ where: `the channel "${name}"`, schema: config })),
  ];
  for (const { where, schema } of schemas) {
    const compiled = compileObjectSchema(schema);
    if (compiled.kind === 'invalid') return { kind: 'invalid-schema', where, problem: compiled.problem };
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without recursion: the text is somebody else's. */
function deeperThan(value: unknown, limit: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

import { reservedWords } from '../../grammar/expressions/tokens.js';
import type { Checked } from '../../grammar/diagnostics/diagnostic.js';
import type { Located, Source } from '../../grammar/span.js';
import type { ExtensionReport } from './extension-codes.js';
import { createExtensionReport } from './extension-codes.js';
import { isRecord } from './is-record.js';
import type { Manifest } from './manifest.js';
import { manifestFile, manifestVersion } from './manifest.js';
import { pluginFolder } from './plugin-folder.js';
import type { ManifestReading } from './read-manifest.js';
import { readManifest } from './read-manifest.js';

/**
 * The manifests of the plug-ins that perennial.yaml lists, in its order.
 *
 * `sources` hold `plugin.manifest.json` and `package.json` of each in its `pluginFolder`; what is
 * not among them is not installed. Every mistake stands at the line that names the plug-in: a
 * manifest is written by a program and mended by its author.
 */
export function readPlugins(
  plugins: readonly Located<string>[],
  sources: readonly Source[],
): Checked<readonly Manifest[]> {
  const report = createExtensionReport();
  const files = new Map(sources.map((source) => [source.path, source]));
  const taken: Taken = new Map();
  const listed = new Set<string>();
  const value = plugins.flatMap((plugin) => {
    if (listed.has(plugin.value)) {
      report('C9108', plugin.span, { name: plugin.value });
      return [];
    }
    listed.add(plugin.value);
    const manifest = readPlugin(plugin, files, report);
    if (manifest === undefined) return [];
    reportClashes(manifest, plugin, taken, report);
    return [manifest];
  });
  return { value, diagnostics: report.diagnostics };
}

function readPlugin(
  { value: name, span }: Located<string>,
  files: ReadonlyMap<string, Source>,
  report: ExtensionReport,
): Manifest | undefined {
  const folder = pluginFolder(name);
  const source = files.get(`${folder}/${manifestFile}`);
  const packageJson = files.get(`${folder}/package.json`);
  if (source === undefined) {
    if (packageJson === undefined) report('C9101', span, { name, folder: !folder.startsWith('node_modules/') });
    else report('C9102', span, { name, folder });
    return undefined;
  }
  const reading = readingOf(source);
  switch (reading.kind) {
    case 'read': {
      const because = packageJson === undefined ? undefined : otherPackage(reading.manifest, packageJson.text);
      if (because === undefined) return reading.manifest;
      report('C9105', span, { name, because });
      return undefined;
    }
    case 'unreadable':
      report('C9103', span, { name, problem: reading.problem });
      return undefined;
    case 'other-version':
      report('C9104', span, { name, found: reading.found, supported: manifestVersion });
      return undefined;
    case 'edited':
      report('C9105', span, { name, because: 'it was changed after it was written' });
      return undefined;
    case 'invalid-schema':
      report('C9107', span, { name, where: reading.where, problem: reading.problem });
      return undefined;
  }
}

const readings = new WeakMap<Source, ManifestReading>();

/** An editor checks the same file after every key that is pressed elsewhere. */
function readingOf(source: Source): ManifestReading {
  const known = readings.get(source);
  if (known !== undefined) return known;
  const reading = readManifest(source.text);
  readings.set(source, reading);
  return reading;
}

function otherPackage({ name, version }: Manifest, packageJson: string): string | undefined {
  const parsed = nameAndVersion(packageJson);
  if (parsed.name !== name) return `it was written for ${name}, the package is ${String(parsed.name)}`;
  if (parsed.version !== version) return `it was written for version ${version}, the package is ${String(parsed.version)}`;
  return undefined;
}

function nameAndVersion(packageJson: string): { readonly name?: unknown; readonly version?: unknown } {
  try {
    const parsed: unknown = JSON.parse(packageJson);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** By kind and name, the plug-in that has it. */
type Taken = Map<string, string>;

/** What the expressions of the language begin with. */
const builtInFunctions = ['did', 'count', 'sum', 'latest', 'sequence', 'sent', 'clicked', 'opened', 'replied', 'changed'];

function reportClashes(manifest: Manifest, { span }: Located<string>, taken: Taken, report: ExtensionReport): void {
  const offered = [
    ...manifest.actions.map(({ name }) => ({ what: 'action', name })),
    ...manifest.triggers.map(({ event }) => ({ what: 'event', name: event })),
    ...manifest.channels.map(({ name }) => ({ what: 'channel', name })),
    ...manifest.functions.map(({ name }) => ({ what: 'function', name })),
  ];
  for (const { what, name } of offered) {
    const key = `${what} ${name}`;
    const other = isBuiltIn(what, name) ? '' : taken.get(key);
    if (other === undefined) taken.set(key, manifest.name);
    else report('C9106', span, { what, name, plugin: manifest.name, other });
  }
}

function isBuiltIn(what: string, name: string): boolean {
  switch (what) {
    case 'function':
      return [...reservedWords, ...builtInFunctions].includes(name);
    case 'channel':
      return name === 'email';
    default:
      return false;
  }
}

import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { kindOf } from '../repository-folder.js';

export interface LeadData {
  /** Attributes; left out: the schema's examples. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** For the page: whose data it is, without any of it. */
  readonly inWords: string;
}

const largest = 1024 * 1024;

/**
 * The data to fill in: `sample`, a JSON file of attributes, or a lead of the running service by its id.
 *
 * @throws UsageError when there is no such file or lead, or nothing to look it up in
 */
export async function leadData(host: Host, root: string, word: string): Promise<LeadData> {
  if (word === 'sample') return { inWords: "the schema's examples" };
  const path = resolve(host.cwd, word);
  if (word.endsWith('.json') || kindOf(path) === 'file') return fromFile(path);
  // Only now: its libraries take a second to load.
  const { withStore } = await import('../local/open-store.js');
  const { timelineOf } = await import('../../runtime/store/reports/timeline.js');
  const wanted = { command: `preview --lead ${word}`, create: false };
  const timeline = await withStore(host, root, wanted, (db) => timelineOf(db, word));
  if (timeline === undefined) {
    throw new UsageError(
      `There is no lead "${word}".`,
      'Name one by its id in your application, a JSON file of attributes (--lead lead.json), or --lead sample.',
    );
  }
  return { attributes: timeline.attributes, inWords: `lead ${word}` };
}

async function fromFile(path: string): Promise<LeadData> {
  if (kindOf(path) !== 'file') throw new UsageError(`There is no file ${path}.`, 'Write attributes into it: { "first_name": "Ada" }');
  const text = await readFile(path, 'utf8');
  if (text.length > largest) throw new UsageError(`${path} is over 1 MiB; no lead has that much.`);
  const parsed = parse(text);
  if (parsed === undefined) {
    throw new UsageError(`${path} is not a JSON object of attributes.`, 'Write it like this: { "first_name": "Ada", "plan": "trial" }');
  }
  return { attributes: parsed, inWords: basename(path) };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

import type { SchemaCheck } from '../../compiler/data-contract/schema-check.js';
import { isRecord } from '../../compiler/extensions/is-record.js';
import { realClock } from '../../runtime/clock.js';
import { readItem } from '../../runtime/ingest/read-item.js';
import { readRecords } from './read-records.js';
import { itemsOf } from './recorded-item.js';
import type { Finding, Tally } from './tally.js';
import { createTally } from './tally.js';

export interface RecordsReport {
  readonly events: number;
  /** Of them, those with at least one finding. */
  readonly wrong: number;
  /** Records that could not be read. */
  readonly broken: number;
  readonly findings: readonly Finding[];
  /** Findings beyond the kinds that are listed. */
  readonly others: number;
}

/** Holds recorded events against the schema, by the rules of the ingest. One broken record stops nothing. */
export async function checkRecords(chunks: AsyncIterable<string>, check: SchemaCheck): Promise<RecordsReport> {
  const tally = createTally();
  let events = 0;
  let wrong = 0;
  let broken = 0;
  for await (const record of readRecords(chunks)) {
    const problem = record.kind === 'record' ? undefined : unreadable[record.kind];
    const items = record.kind === 'record' ? parsed(record.text) : undefined;
    if (items === undefined) {
      broken += 1;
      tally.add('', '', problem ?? 'is not JSON', record.line);
      continue;
    }
    for (const item of items) {
      events += 1;
      if (checkItem(item, record.line, check, tally)) wrong += 1;
    }
  }
  return { events, wrong, broken, findings: tally.findings(), others: tally.others() };
}

const unreadable = {
  'too-long': 'is longer than 4 MiB',
  'not-closed': 'ends in the middle: the array is not closed',
} as const;

function parsed(text: string): readonly unknown[] | undefined {
  try {
    return itemsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function checkItem(item: unknown, line: number, check: SchemaCheck, tally: Tally): boolean {
  const read = readItem(item, {
    source: 'recorded',
    clock: realClock,
    receivedAt: realClock.now(),
    sentAt: undefined,
    check,
    measure: true,
  });
  // What is rejected for its envelope is held against the schema all the same: one run tells all.
  const remarks =
    read.kind === 'event'
      ? read.warnings.filter(({ path }) => path !== '/messageId')
      : [...read.problems, ...ofContent(item, check)];
  for (const { path, message } of remarks) tally.add(nameOf(item), path, message, line);
  return remarks.length > 0;
}

function ofContent(item: unknown, check: SchemaCheck): ReturnType<SchemaCheck['track']> {
  if (!isRecord(item)) return [];
  const { type, event, properties = {}, traits = {} } = item;
  if (type === 'identify' || type === 'group') return isRecord(traits) ? check[type](traits) : [];
  if (type !== 'track' || typeof event !== 'string' || event === '' || !isRecord(properties)) return [];
  return check.track(event, properties);
}

/** Cut, as a name from outside may be a whole page. */
function nameOf(item: unknown): string {
  if (!isRecord(item)) return '';
  if (item['type'] === 'identify' || item['type'] === 'group') return item['type'];
  return typeof item['event'] === 'string' ? item['event'].slice(0, 80) : '';
}

import { isRecord } from '../../compiler/extensions/is-record.js';

/**
 * The items of one record, as the Segment API takes them: of a `batch` each, of anything else one.
 *
 * The plain form has no `type`: `{ event, properties, user, at }`, and the form of campaign tests,
 * `with` in place of `properties`. It may leave out the person: it tells what happened, not to whom.
 */
export function itemsOf(record: unknown): readonly unknown[] {
  if (!isRecord(record)) return [record];
  if (Array.isArray(record['batch'])) return record['batch'];
  if ('type' in record) return [record];
  const userId = record['userId'] ?? record['user'] ?? (record['anonymousId'] === undefined ? 'somebody' : undefined);
  const common = {
    ...(userId === undefined ? {} : { userId }),
    ...pick(record, 'anonymousId', ['anonymousId']),
    ...pick(record, 'timestamp', ['timestamp', 'at']),
    // A recording is checked, not stored: nothing has to tell it from a repetition.
    messageId: record['messageId'] ?? 'recorded',
  };
  if ('event' in record) return [{ type: 'track', event: record['event'], ...pick(record, 'properties', ['properties', 'with']), ...common }];
  if ('traits' in record) return [{ type: 'identify', traits: record['traits'], ...common }];
  return [record];
}

function pick(record: Readonly<Record<string, unknown>>, name: string, from: readonly string[]): object {
  const found = from.find((key) => record[key] !== undefined);
  return found === undefined ? {} : { [name]: record[found] };
}

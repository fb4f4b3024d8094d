import type { Clock } from '../clock.js';
import { contentMessageId } from './content-hash.js';
import { eventTime, parseMoment } from './event-time.js';
import type { IncomingEvent } from './incoming-event.js';
import type { Remark } from './report.js';
import { isRecord, mostBytes } from './request-body.js';
import type { SchemaCheck } from '../../compiler/data-contract/schema-check.js';
import { isStorableText, unstorable } from './storable.js';

export type ReadItem =
  | { readonly kind: 'event'; readonly event: IncomingEvent; readonly warnings: readonly Remark[] }
  | { readonly kind: 'rejected'; readonly messageId: string | null; readonly problems: readonly Remark[] };

/** What holds for all items of a request. */
export interface RequestContext {
  readonly source: string;
  readonly clock: Clock;
  /** Epoch ms. */
  readonly receivedAt: number;
  /** The request's own `sentAt`, for items that have none. */
  readonly sentAt: unknown;
  readonly check: SchemaCheck;
  /** False when the whole request is smaller than one event may be. */
  readonly measure: boolean;
}

/** Names and ids are indexed, and an index takes only short keys. */
const longestName = 255;

/** Reads one item of the Segment HTTP API; all that is wrong with it is said at once. */
export function readItem(item: unknown, context: RequestContext): ReadItem {
  if (!isRecord(item)) return rejected(null, [{ path: '', message: 'must be an object' }]);
  const { type, messageId: givenId } = item;
  const messageId = typeof givenId === 'string' && isName(givenId) ? givenId : undefined;
  if (type !== 'identify' && type !== 'track') return rejected(messageId ?? null, [notOurType(type)]);
  if (context.measure && Buffer.byteLength(JSON.stringify(item)) > mostBytes.event) {
    return rejected(messageId ?? null, [{ path: '', message: 'is larger than 32 KB' }]);
  }

  const problems: Remark[] = [];
  const userId = readUser(item, problems);
  const name = type === 'track' ? readName(item, 'event', problems) : 'identify';
  const key = type === 'track' ? 'properties' : 'traits';
  const properties = readProperties(item, key, problems);
  if (givenId !== undefined && messageId === undefined) problems.push(notAName('messageId'));
  const timeKey = item['originalTimestamp'] === undefined ? 'timestamp' : 'originalTimestamp';
  const occurred = readMoment(item[timeKey], timeKey, problems);
  // The sender's clock only serves to correct; one that cannot be read corrects nothing.
  const sent = readMoment(item['sentAt'] ?? context.sentAt, 'sentAt', []);
  if (problems.length > 0) return rejected(messageId ?? null, problems);

  const { source, receivedAt } = context;
  const times = { ...(occurred === undefined ? {} : { occurred }), ...(sent === undefined ? {} : { sent }) };
  const at = eventTime(times, context.clock, receivedAt);
  // Two visits that say the same are two events: without a time of its own, the time of receipt tells them apart.
  const hashed = messageId ?? contentMessageId(type, userId, name, properties, item[timeKey] ?? receivedAt);
  const warnings = type === 'track' ? context.check.track(name, properties) : context.check.identify(properties);
  return {
    kind: 'event',
    event: { source, messageId: hashed, userId, kind: type, name, at, receivedAt, properties },
    warnings: messageId === undefined && occurred === undefined ? [...warnings, cannotTellRetry] : warnings,
  };
}

const cannotTellRetry: Remark = {
  path: '/messageId',
  message: 'is missing, and so is timestamp: sent again, this is stored again',
};

function readUser(item: Readonly<Record<string, unknown>>, problems: Remark[]): string {
  const { userId, anonymousId } = item;
  if ((userId === undefined || userId === null || userId === '') && anonymousId !== undefined) {
    const message = 'is missing; leads with an anonymousId alone are not in this version';
    problems.push({ path: '/userId', message });
    return '';
  }
  return readName(item, 'userId', problems);
}

function readName(item: Readonly<Record<string, unknown>>, key: string, problems: Remark[]): string {
  const value = item[key];
  if (value === undefined || value === null || value === '') {
    problems.push({ path: `/${key}`, message: 'is missing' });
    return '';
  }
  if (typeof value === 'string' && isName(value)) return value;
  problems.push(notAName(key));
  return '';
}

function isName(text: string): boolean {
  return text !== '' && text.length <= longestName && isStorableText(text);
}

function notAName(key: string): Remark {
  return { path: `/${key}`, message: `must be a text of at most ${longestName} characters` };
}

function readProperties(
  item: Readonly<Record<string, unknown>>,
  key: 'properties' | 'traits',
  problems: Remark[],
): Readonly<Record<string, unknown>> {
  const value = item[key] ?? {};
  if (!isRecord(value)) {
    problems.push({ path: `/${key}`, message: 'must be an object' });
    return {};
  }
  const problem = unstorable(value, `/${key}`);
  if (problem !== undefined) problems.push(problem);
  return value;
}

function readMoment(value: unknown, key: string, problems: Remark[]): number | undefined {
  if (value === undefined || value === null) return undefined;
  const ms = typeof value === 'string' ? parseMoment(value) : undefined;
  if (ms === undefined) {
    problems.push({ path: `/${key}`, message: 'must be a time with an offset, like 2026-03-01T09:30:00Z' });
  }
  return ms;
}

function notOurType(type: unknown): Remark {
  const known = ['page', 'screen', 'group', 'alias'].find((other) => other === type);
  const message = known === undefined ? 'must be "identify" or "track"' : `"${known}" is not in this version`;
  return { path: '/type', message };
}

function rejected(messageId: string | null, problems: readonly Remark[]): ReadItem {
  return { kind: 'rejected', messageId, problems };
}

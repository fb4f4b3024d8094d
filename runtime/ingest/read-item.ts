import type { Clock } from '../clock.js';
import { contentMessageId } from './content-hash.js';
import { withoutProof } from './mail/consent-proof.js';
import { eventTime, parseMoment } from './event-time.js';
import type { IncomingEvent } from './incoming-event.js';
import type { Remark } from './report.js';
import { isRecord, mostBytes } from './request-body.js';
import type { SchemaCheck } from '../../compiler/data-contract/schema-check.js';
import { readPerson } from './read-person.js';
import { isName, notAName, readName } from './name-text.js';
import { unstorable } from './storable.js';

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
  /** Whether this may let a lead into a campaign by name: the way of systems alone. */
  readonly mayStart?: true;
}

type Call = keyof typeof kindOf;

/** Views are events like any other; joining names changes no attribute. */
const kindOf = { identify: 'identify', track: 'track', group: 'group', page: 'track', screen: 'track', alias: 'identify' } as const;

function isCall(type: unknown): type is Call {
  return typeof type === 'string' && Object.hasOwn(kindOf, type);
}

const startsNothing: Remark = { path: '/event', message: 'is the product\'s own; campaigns are started by POST /v1/start' };

/** Reads one item of the Segment HTTP API; all that is wrong with it is said at once. */
export function readItem(item: unknown, context: RequestContext): ReadItem {
  if (!isRecord(item)) return rejected(null, [{ path: '', message: 'must be an object' }]);
  const { type, messageId: givenId } = item;
  const messageId = typeof givenId === 'string' && isName(givenId) ? givenId : undefined;
  if (!isCall(type)) return rejected(messageId ?? null, [notOurType]);
  if (context.measure && Buffer.byteLength(JSON.stringify(item)) > mostBytes.event) {
    return rejected(messageId ?? null, [{ path: '', message: 'is larger than 32 KB' }]);
  }

  const problems: Remark[] = [];
  const { userId, joins } = readPerson(type, item, problems);
  const name = type === 'track' ? readName(item, 'event', problems) : type;
  const groupId = type === 'group' ? readName(item, 'groupId', problems) : undefined;
  const key = type === 'identify' || type === 'group' ? 'traits' : 'properties';
  const given = type === 'page' || type === 'screen' ? viewOf(item, readProperties(item, key, problems)) : readProperties(item, key, problems);
  const properties = groupId === undefined ? withoutProof(name, given) : { group_id: groupId, traits: given };
  if (givenId !== undefined && messageId === undefined) problems.push(notAName('messageId'));
  const timeKey = item['originalTimestamp'] === undefined ? 'timestamp' : 'originalTimestamp';
  const occurred = readMoment(item[timeKey], timeKey, problems);
  // The sender's clock only serves to correct; one that cannot be read corrects nothing.
  const sent = readMoment(item['sentAt'] ?? context.sentAt, 'sentAt', []);
  if (type === 'track' && name === 'started' && context.mayStart !== true) problems.push(startsNothing);
  if (problems.length > 0) return rejected(messageId ?? null, problems);

  const { source, receivedAt } = context;
  const times = { ...(occurred === undefined ? {} : { occurred }), ...(sent === undefined ? {} : { sent }) };
  const at = eventTime(times, context.clock, receivedAt);
  // Two visits that say the same are two events: without a time of its own, the time of receipt tells them apart.
  const hashed = messageId ?? contentMessageId(type, userId, name, properties, item[timeKey] ?? receivedAt, ...joins);
  const warnings = warningsOf(type, name, given, context);
  return {
    kind: 'event',
    event: {
      source,
      messageId: hashed,
      userId,
      kind: kindOf[type],
      name,
      at,
      receivedAt,
      properties,
      ...(joins.length === 0 ? {} : { joins }),
    },
    warnings: messageId === undefined && occurred === undefined ? [...warnings, cannotTellRetry] : warnings,
  };
}

function warningsOf(
  type: Call,
  name: string,
  given: Readonly<Record<string, unknown>>,
  { check }: RequestContext,
): readonly Remark[] {
  if (type === 'alias') return [];
  if (type === 'track') return check.track(name, given);
  // Browsers send every view; nobody has to declare what no campaign asks for.
  if (type === 'page' || type === 'screen') return check.track(name, given).filter(({ path }) => path !== '/event');
  return type === 'group' ? check.group(given) : check.identify(given);
}

const cannotTellRetry: Remark = {
  path: '/messageId',
  message: 'is missing, and so is timestamp: sent again, this is stored again',
};

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

const notOurType: Remark = {
  path: '/type',
  message: 'must be "identify", "track", "group", "page", "screen" or "alias"',
};

/** The view's own name stands beside its properties. */
function viewOf(item: Readonly<Record<string, unknown>>, properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { name, category } = item;
  return {
    ...(typeof name === 'string' && isName(name) ? { name } : {}),
    ...(typeof category === 'string' && isName(category) ? { category } : {}),
    ...properties,
  };
}

function rejected(messageId: string | null, problems: readonly Remark[]): ReadItem {
  return { kind: 'rejected', messageId, problems };
}

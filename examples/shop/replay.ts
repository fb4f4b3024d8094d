import { Analytics } from '@segment/analytics-node';
import { csvRows } from './csv-rows.js';

/** One real order. Orders of one minute keep the order of the file, which is that of their invoices. */
export interface Order {
  readonly customer: string;
  readonly invoice: string;
  /** Epoch ms. */
  readonly at: number;
  readonly items: number;
  /** Pounds. */
  readonly total: number;
}

export type Message =
  | { readonly kind: 'identify'; readonly customer: string }
  | { readonly kind: 'order'; readonly order: Order };

/** All that happens at one instant, in the order in which it must arrive. */
export interface Moment {
  /** Epoch ms: where the virtual clock must stand when the moment is posted. */
  readonly at: number;
  readonly messages: readonly Message[];
}

const zone = 'Europe/London';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** @throws where a row is not `customer_id,invoice,ordered_at,items,total` */
export function readOrders(csv: string): readonly Order[] {
  const [, ...rows] = csvRows(csv);
  return rows.map((row) => {
    const [customer, invoice, orderedAt, items, total] = row;
    if (customer === undefined || invoice === undefined || orderedAt === undefined || total === undefined) {
      throw new Error(`not an order: ${row.join(',')}`);
    }
    return { customer, invoice, at: londonInstant(orderedAt), items: Number(items), total: Number(total) };
  });
}

/** The orders by instant, oldest first; a customer is introduced just before the first order. */
export function replayPlan(orders: readonly Order[]): readonly Moment[] {
  const moments = new Map<number, Message[]>();
  const known = new Set<string>();
  // Sorting is stable: orders of one minute stay as they were.
  for (const order of [...orders].sort((left, right) => left.at - right.at)) {
    const messages = moments.get(order.at) ?? [];
    moments.set(order.at, messages);
    if (!known.has(order.customer)) messages.push({ kind: 'identify', customer: order.customer });
    known.add(order.customer);
    messages.push({ kind: 'order', order });
  }
  return [...moments].map(([at, messages]) => ({ at, messages }));
}

/** Epoch ms: 200 days after the last order, when the last win-back (180 days) is over for everyone. */
export function replayEnd(orders: readonly Order[]): number {
  return orders.reduce((latest, { at }) => Math.max(latest, at), 0) + 200 * dayMs;
}

/** A client that sends a whole moment as one batch: two batches could overtake each other. */
export function createShopClient(host: string, writeKey: string): Analytics {
  return new Analytics({ host, writeKey, flushAt: 1_000 });
}

/**
 * Posts one moment and resolves when all of it was accepted.
 *
 * Message ids are made of the data, so a replay that was cut off can simply begin again. One
 * moment at a time: the client cannot flush twice at once.
 *
 * @throws when the server refused a message or stayed out of reach
 */
export async function postMoment(client: Analytics, moment: Moment): Promise<void> {
  const failures: unknown[] = [];
  // Not the callback of `track`: the client holds each one back for 300 ms.
  const onError = (error: unknown) => failures.push(error);
  client.on('error', onError);
  try {
    for (const message of moment.messages) post(client, message, new Date(moment.at));
    await client.flush();
  } finally {
    client.off('error', onError);
  }
  if (failures.length > 0) {
    throw new Error(`${failures.length} messages of ${new Date(moment.at).toISOString()} were not accepted`, {
      cause: failures[0],
    });
  }
}

function post(client: Analytics, message: Message, timestamp: Date): void {
  if (message.kind === 'identify') {
    const userId = message.customer;
    const traits = { email: `${userId}@shop.example`, time_zone: zone };
    client.identify({ userId, traits, timestamp, messageId: `customer-${userId}` });
    return;
  }
  const { customer: userId, invoice, items, total } = message.order;
  client.track({
    userId,
    event: 'order_placed',
    properties: { order_id: invoice, items, total },
    timestamp,
    messageId: `order-${invoice}`,
  });
}

const londonClock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });

/** The instant (epoch ms) at which London's clocks show `YYYY-MM-DD HH:MM`; of two, the first. */
function londonInstant(local: string): number {
  const asUtc = Date.parse(`${local.replace(' ', 'T')}:00Z`);
  for (const offsetMs of [hourMs, 0]) {
    if (Number.isNaN(asUtc)) break;
    if (londonClock.format(asUtc - offsetMs) === local) return asUtc - offsetMs;
  }
  throw new Error(`London's clocks never showed ${local}`);
}

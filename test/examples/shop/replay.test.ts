import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createShopClient, postMoment, readOrders, replayEnd, replayPlan } from '../../../examples/shop/replay.js';
import { csvOf, ordersCsv } from './shop-data.js';

const received: unknown[] = [];
let status = 200;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"success":true}');
  });
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
beforeEach(() => {
  received.length = 0;
  status = 200;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const client = () => createShopClient(`http://127.0.0.1:${portOf(server.address())}`, 'shop');

test('the excerpt has all orders of 512 customers, oldest first', () => {
  const orders = readOrders(ordersCsv);
  expect(orders).toHaveLength(1982);
  expect(new Set(orders.map(({ customer }) => customer)).size).toBe(512);
  expect(new Set(orders.map(({ invoice }) => invoice)).size).toBe(1982);
  expect(orders.every(({ at }, index) => at >= (orders[index - 1]?.at ?? 0))).toBe(true);
  expect(orders.every(({ items, total }) => items > 0 && total > 0)).toBe(true);
  expect(new Date(replayEnd(orders)).toISOString()).toBe('2012-06-26T12:50:00.000Z');
});

test('the plan has one moment an instant, and introduces a customer once, before the first order', () => {
  const csv = csvOf('8 2011-05-03 10:00', '7 2011-05-02 10:00', '8 2011-05-02 10:00', '7 2011-05-02 10:00');
  const plan = replayPlan(readOrders(csv));
  const said = plan.map(({ at, messages }) => [
    new Date(at).toISOString(),
    ...messages.map((message) =>
      message.kind === 'identify' ? `this is ${message.customer}` : `order ${message.order.invoice}`,
    ),
  ]);
  expect(said).toEqual([
    ['2011-05-02T09:00:00.000Z', 'this is 7', 'order 2', 'this is 8', 'order 3', 'order 4'],
    ['2011-05-03T09:00:00.000Z', 'order 1'],
  ]);
});

test('a moment arrives whole and in order through the real client before it counts as posted', async () => {
  const plan = replayPlan(readOrders(csvOf('7 2011-05-02 10:00 25.50', '7 2011-05-02 10:00', '7 2011-05-03 10:00')));
  const posting = client();
  for (const [index, moment] of plan.entries()) {
    await postMoment(posting, moment);
    expect(received).toHaveLength(index + 1);
  }
  expect(received).toMatchObject([
    {
      batch: [
        {
          type: 'identify',
          userId: '7',
          traits: { email: '7@shop.example', time_zone: 'Europe/London' },
          timestamp: '2011-05-02T09:00:00.000Z',
          messageId: 'customer-7',
        },
        {
          type: 'track',
          event: 'order_placed',
          userId: '7',
          properties: { order_id: '1', items: 1, total: 25.5 },
          timestamp: '2011-05-02T09:00:00.000Z',
          messageId: 'order-1',
        },
        { type: 'track', messageId: 'order-2', properties: { total: 10 } },
      ],
    },
    { batch: [{ type: 'track', messageId: 'order-3', timestamp: '2011-05-03T09:00:00.000Z' }] },
  ]);
});

test('a moment larger than an ordinary batch still arrives as one', async () => {
  const [moment] = replayPlan(readOrders(csvOf(...Array.from({ length: 40 }, () => '7 2011-05-02 10:00'))));
  if (moment === undefined) throw new Error('no moment');
  await postMoment(client(), moment);
  expect(received).toHaveLength(1);
  const ids = ['customer-7', ...Array.from({ length: 40 }, (_, index) => `order-${index + 1}`)];
  expect(received[0]).toMatchObject({ batch: ids.map((messageId) => ({ messageId })) });
});

test('a refused moment is an error', async () => {
  status = 400;
  const [moment] = replayPlan(readOrders(csvOf('7 2011-05-02 10:00')));
  if (moment === undefined) throw new Error('no moment');
  const refused = '2 messages of 2011-05-02T09:00:00.000Z were not accepted';
  await expect(postMoment(client(), moment)).rejects.toThrow(refused);
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}

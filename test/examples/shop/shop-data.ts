import { readFileSync } from 'node:fs';
import type { Journey } from '../../../examples/shop/expected.js';

export const ordersCsv = readFileSync(new URL('../../../examples/shop/data/orders.csv', import.meta.url), 'utf8');

/** A small file of orders: `7 2011-05-02 10:00 25.00` is lead, time and total; invoices count up from 1. */
export function csvOf(...orders: readonly string[]): string {
  const rows = orders.map((order, index) => {
    const [lead, date, time, total = '10.00'] = order.split(' ');
    return `${lead},${index + 1},${date} ${time},1,${total}`;
  });
  return ['customer_id,invoice,ordered_at,items,total', ...rows, ''].join('\n');
}

/** Journeys as short lines, times in UTC to the minute. */
export function told(journeys: readonly Journey[]): readonly string[] {
  return journeys.flatMap(({ campaign, enteredAt, steps, ending }) => [
    `${utc(enteredAt)} enters ${campaign}`,
    ...steps.map(({ step, fate, at, detail }) => {
      const why = detail === undefined ? '' : `: ${detail}`;
      return `${utc(at)}   ${step} ${fate}${why}`;
    }),
    ...(ending === undefined ? [] : [`${utc(ending.at)} ${ending.how}`]),
  ]);
}

function utc(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

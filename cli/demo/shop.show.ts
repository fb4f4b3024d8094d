import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareJourneys } from '../../examples/shop/compare.js';
import type { Journey } from '../../examples/shop/expected.js';
import { expectedJourneys } from '../../examples/shop/expected.js';
import type { Message } from '../../examples/shop/replay.js';
import { createShopClient, postMoment, readOrders, replayEnd, replayPlan } from '../../examples/shop/replay.js';
import type { Database } from '../../runtime/store/database.js';
import type { JourneyRow } from '../../runtime/store/reports/journeys.js';
import { readJourneys } from '../../runtime/store/reports/journeys.js';
import { packageRoot } from '../package-root.js';
import { counted } from '../print/counted.js';
import type { Proof, Show, ShowOptions } from './show.js';

const mostMismatchesShown = 10;

/** Real people: the orders of 512 customers of a gift shop, and a computation to compare with. */
export function shopShow({ leads }: ShowOptions): Show {
  const all = readFileSync(join(packageRoot(), 'examples/shop/data/orders.csv'), 'utf8');
  const csv = leads === undefined ? all : ofFirstCustomers(all, leads);
  const orders = readOrders(csv);
  const customers = new Set(orders.map(({ customer }) => customer)).size;
  const moments = replayPlan(orders);
  const until = replayEnd(orders);
  return {
    name: 'shop',
    title: `Real people: ${counted(customers, 'customer')}, ${counted(orders.length, 'order')}`,
    folder: 'examples/shop',
    // A day of quiet before the first order.
    start: (moments[0]?.at ?? 0) - 86_400_000,
    until,
    moments({ ingestUrl, writeKey }) {
      const client = createShopClient(ingestUrl, writeKey);
      return moments.map((moment) => ({
        at: moment.at,
        users: [...new Set(moment.messages.map(customerOf))],
        play: () => postMoment(client, moment),
      }));
    },
    prove: (db) => prove(db, csv, until),
  };
}

/** The file cut to those who order first, with all of their orders. */
function ofFirstCustomers(csv: string, most: number): string {
  const [title = '', ...rows] = csv.trimEnd().split('\n');
  const customerIn = (row: string): string => row.slice(0, row.indexOf(','));
  const first = new Set([...new Set(rows.map(customerIn))].slice(0, most));
  return `${[title, ...rows.filter((row) => first.has(customerIn(row)))].join('\n')}\n`;
}

async function prove(db: Database, csv: string, until: number): Promise<Proof> {
  const actual = (await readJourneys(db)).map(journeyOf);
  const expected = expectedJourneys(csv, until);
  const mismatches = compareJourneys(expected, actual);
  const leads = new Set(actual.map(({ lead }) => lead)).size;
  return {
    holds: mismatches.length === 0,
    facts: {
      leads,
      journeys: actual.length,
      mismatches: mismatches.length,
      differences: mismatches.slice(0, mostMismatchesShown).map(({ text }) => text),
    },
    lines: [
      `${leads} leads, ${actual.length} journeys compared step by step with an independent computation from the CSV:`,
      mismatches.length === 0 ? 'no difference.' : `${mismatches.length} differences.`,
      ...mismatches.slice(0, mostMismatchesShown).map(({ text }) => `  ${text}`),
    ],
  };
}

function customerOf(message: Message): string {
  return message.kind === 'identify' ? message.customer : message.order.customer;
}

function journeyOf({ lead, campaign, enteredAt, ending, endedAt, steps }: JourneyRow): Journey {
  return {
    lead,
    campaign,
    enteredAt,
    steps: steps.map(({ detail, ...step }) => ({ ...step, ...(detail === null ? {} : { detail }) })),
    ...(ending === null || endedAt === null ? {} : { ending: { how: ending, at: endedAt } }),
  };
}

/**
 * Makes `data/orders.csv` from the full data:
 * `npx tsx examples/shop/make-excerpt.ts online_retail.csv` (or `.csv.gz`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { cutExcerpt } from './excerpt.js';

const customers = 512;

const path = process.argv[2];
if (path === undefined) {
  process.stderr.write('Give the path of the full CSV.\n');
  process.exit(2);
}
const bytes = readFileSync(path);
const excerpt = cutExcerpt((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'), customers);
writeFileSync(new URL('data/orders.csv', import.meta.url), excerpt.csv);
const { latency } = excerpt;
process.stdout.write(
  `${excerpt.orders} orders of ${excerpt.customers} customers.\n` +
    `Of all ${latency.customers} customers ${latency.repeaters} came back on another day, ` +
    `half of them within ${latency.medianDays} days.\n`,
);

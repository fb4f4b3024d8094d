import { createHash } from 'node:crypto';
import { csvRows } from './csv-rows.js';

export interface Excerpt {
  /** The text of `data/orders.csv`. */
  readonly csv: string;
  readonly customers: number;
  readonly orders: number;
  /** Over the full cleaned data, not the excerpt: whole days from the first order day to the next one. */
  readonly latency: { readonly customers: number; readonly repeaters: number; readonly medianDays: number };
}

interface Order {
  readonly customer: string;
  readonly invoice: string;
  /** Local time of the shop, `YYYY-MM-DD HH:MM`. */
  readonly orderedAt: string;
  readonly items: number;
  /** Thousandths of a pound: four prices of the data have three decimals. */
  readonly thousandths: number;
}

const columns = ['InvoiceNo', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID'] as const;

/**
 * Cuts the orders of some customers out of the full online-retail data.
 *
 * The customers are the first `size` in the order of the SHA-256 of their id (hexadecimal, of its
 * ASCII digits): chosen by nothing that has to do with what they bought, and anyone can repeat it.
 *
 * @throws where the text is not the CSV of UCI dataset 352
 */
export function cutExcerpt(fullCsv: string, size: number): Excerpt {
  const orders = cleanOrders(fullCsv);
  const byCustomer = groupByCustomer(orders);
  const hashed = [...byCustomer.keys()].map((id) => ({ id, hash: sha256(id) }));
  const chosen = new Set(hashed.sort(byHash).slice(0, size).map(({ id }) => id));
  const kept = orders.filter(({ customer }) => chosen.has(customer)).sort(byTimeThenInvoice);
  const lines = kept.map(({ customer, invoice, orderedAt, items, thousandths }) =>
    [customer, invoice, orderedAt, items, pounds(thousandths)].join(','),
  );
  return {
    csv: ['customer_id,invoice,ordered_at,items,total', ...lines, ''].join('\n'),
    customers: chosen.size,
    orders: kept.length,
    latency: latencyOf(byCustomer),
  };
}

/** One order an invoice: customer known, not cancelled, only lines with a quantity and a price. */
function cleanOrders(fullCsv: string): Order[] {
  const [header = [], ...rows] = csvRows(fullCsv);
  const at = columns.map((name) => {
    const index = header.indexOf(name);
    if (index < 0) throw new Error(`the full CSV has no column ${name}`);
    return index;
  });
  const orders = new Map<string, Order>();
  for (const row of rows) {
    const [invoice = '', quantity = '', date = '', price = '', customerId = ''] = at.map((index) => row[index] ?? '');
    const customer = customerId.replace(/\.0$/, '');
    if (customer === '' || invoice.startsWith('C') || !(Number(quantity) > 0) || !(Number(price) > 0)) continue;
    const orderedAt = date.slice(0, 16);
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(orderedAt)) throw new Error(`invoice ${invoice} has the date ${date}`);
    const key = `${customer} ${invoice}`;
    const known = orders.get(key);
    const items = Number(quantity);
    orders.set(key, {
      customer,
      invoice,
      // Thirty invoices of the data stretch over two minutes: they count from the first.
      orderedAt: known !== undefined && known.orderedAt < orderedAt ? known.orderedAt : orderedAt,
      items: (known?.items ?? 0) + items,
      thousandths: (known?.thousandths ?? 0) + items * Math.round(Number(price) * 1000),
    });
  }
  return [...orders.values()];
}

function groupByCustomer(orders: readonly Order[]): ReadonlyMap<string, readonly Order[]> {
  const groups = new Map<string, Order[]>();
  for (const order of orders) {
    const group = groups.get(order.customer);
    if (group === undefined) groups.set(order.customer, [order]);
    else group.push(order);
  }
  return groups;
}

function latencyOf(byCustomer: ReadonlyMap<string, readonly Order[]>): Excerpt['latency'] {
  const gaps: number[] = [];
  for (const orders of byCustomer.values()) {
    const days = [...new Set(orders.map(({ orderedAt }) => orderedAt.slice(0, 10)))].sort();
    const [first, second] = days;
    if (first === undefined || second === undefined) continue;
    gaps.push((Date.parse(second) - Date.parse(first)) / 86_400_000);
  }
  gaps.sort((left, right) => left - right);
  const upper = gaps[Math.floor(gaps.length / 2)] ?? Number.NaN;
  const lower = gaps[Math.ceil(gaps.length / 2) - 1] ?? Number.NaN;
  return { customers: byCustomer.size, repeaters: gaps.length, medianDays: (lower + upper) / 2 };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function byHash(left: { readonly hash: string }, right: { readonly hash: string }): number {
  return left.hash < right.hash ? -1 : 1;
}

/** Invoice numbers are given out in a row, so they order the invoices of one minute. */
function byTimeThenInvoice(left: Order, right: Order): number {
  if (left.orderedAt !== right.orderedAt) return left.orderedAt < right.orderedAt ? -1 : 1;
  return Number(left.invoice) - Number(right.invoice);
}

function pounds(thousandths: number): string {
  return (Math.round(thousandths / 10) / 100).toFixed(2);
}

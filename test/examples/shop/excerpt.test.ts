import { expect, test } from 'vitest';
import { cutExcerpt } from '../../../examples/shop/excerpt.js';

const full = [
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
  '536402,1,"LANTERN, ""RED""",2,2010-12-01 11:22:00,1.255,7.0,France',
  '536401,1,MUG,3,2010-12-01 11:22:00,2.50,7.0,France',
  '536402,2,MUG,1,2010-12-01 11:21:00,2.50,7.0,France',
  'C536403,2,MUG,-1,2010-12-02 11:21:00,2.50,7.0,France',
  '536404,2,MUG,1,2010-12-02 11:21:00,0.00,7.0,France',
  '536405,2,MUG,1,2010-12-02 11:21:00,2.50,,France',
  '536406,2,MUG,1,2010-12-11 09:00:00,2.50,7.0,France',
  '536407,2,MUG,1,2010-12-11 09:00:00,2.50,8.0,Spain',
].join('\r\n');

test('one row an invoice, cleaned, by time and then invoice, from its first minute', () => {
  expect(cutExcerpt(full, 2).csv.split('\n')).toEqual([
    'customer_id,invoice,ordered_at,items,total',
    '7,536402,2010-12-01 11:21,3,5.01',
    '7,536401,2010-12-01 11:22,3,7.50',
    '7,536406,2010-12-11 09:00,1,2.50',
    '8,536407,2010-12-11 09:00,1,2.50',
    '',
  ]);
});

test('customers are chosen by the SHA-256 of their id', () => {
  // 2c624232… is the hash of 8, 7902699b… that of 7.
  expect(cutExcerpt(full, 1)).toMatchObject({ customers: 1, orders: 1 });
  expect(cutExcerpt(full, 1).csv).toContain('\n8,536407,');
});

test('the latency is that of all customers who came back on another day', () => {
  expect(cutExcerpt(full, 1).latency).toEqual({ customers: 2, repeaters: 1, medianDays: 10 });
});

test('another file is refused', () => {
  expect(() => cutExcerpt('id,name\n1,a\n', 1)).toThrow('no column InvoiceNo');
});

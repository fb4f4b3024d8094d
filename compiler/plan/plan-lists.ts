import type { ListAst } from '../../grammar/ast/segment.js';
import type { Source } from '../../grammar/span.js';
import { listHolds } from '../types/type-of-member.js';
import type { ListPlan } from './ir.js';

/** What the rows of a list name, as the runtime compares it: addresses and domains in small letters. */
export function planList({ name, columns }: ListAst, { text }: Source): ListPlan {
  const [first] = columns;
  const by = first === 'email' || first === 'domain' ? first : 'id';
  const [, ...rows] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const keys = rows.map((row) => firstCell(row)).filter((key) => key !== '');
  const alike = by === 'id' ? keys : keys.map((key) => key.toLowerCase());
  return { name, holds: listHolds(columns), by, keys: [...new Set(alike)].sort() };
}

function firstCell(row: string): string {
  const quoted = /^\s*"((?:[^"]|"")*)"/.exec(row)?.[1];
  return (quoted === undefined ? (row.split(',')[0] ?? '') : quoted.replaceAll('""', '"')).trim();
}

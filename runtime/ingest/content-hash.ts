import { createHash } from 'node:crypto';

/** A message id for an item that has none: the same content gives the same id, whatever the order of its keys. */
export function contentMessageId(...content: readonly unknown[]): string {
  return `hash-${createHash('sha256').update(JSON.stringify(sorted(content))).digest('hex').slice(0, 40)}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}

import type { FieldPlan } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import { closest, quotedList } from '../../grammar/did-you-mean.js';
import { parseMoment } from '../ingest/event-time.js';
import { isStorableText } from '../ingest/storable.js';

/** What a cell says, or why it says nothing; never both. The sentence does not repeat the cell. */
export type Cell<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'problem'; readonly message: string };

export function value<T>(read: T): Cell<T> {
  return { kind: 'value', value: read };
}

export function problem(message: string): Extract<Cell<never>, { readonly kind: 'problem' }> {
  return { kind: 'problem', message };
}

/** A cell that is not empty, as the schema has its attribute. */
export function readField(text: string, { type, values }: FieldPlan): Cell<string | number | boolean> {
  const said = text.trim();
  switch (type) {
    case 'text':
      if (!isStorableText(text)) return problem('holds a character that cannot be stored');
      if (values === undefined) return value(text);
      return values.includes(said) ? value(said) : problem(`must be ${quotedList(values)}${meant(said, values)}`);
    case 'number':
      return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(said) && Number.isFinite(Number(said))
        ? value(Number(said))
        : problem('must be a number like 1234.5, without signs between thousands');
    case 'boolean':
      return readYes(said);
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(said) && parseMoment(said) !== undefined ? value(said) : problem('must be a date like 2026-03-01');
    case 'timestamp':
      return parseMoment(said) === undefined ? problem(noMoment) : value(said);
    default:
      return unreachable(type);
  }
}

const noMoment = 'must be a time with an offset, like 2026-03-01T09:30:00Z';

/** A moment that has been; epoch ms. `now` is epoch ms. */
export function readPast(text: string, now: number): Cell<number> {
  const ms = parseMoment(text.trim());
  if (ms === undefined) return problem(noMoment);
  return ms > now ? problem('lies in the future') : value(ms);
}

const yes: readonly string[] = ['true', 'yes', '1'];
const no: readonly string[] = ['false', 'no', '0'];

function readYes(said: string): Cell<boolean> {
  const word = said.toLowerCase();
  if (yes.includes(word)) return value(true);
  return no.includes(word) ? value(false) : problem('must be true or false');
}

/** Of a word that is none of the known ones, for the end of a sentence. */
export function meant(word: string, known: Iterable<string>): string {
  const near = closest(word, known, 1);
  return near.length === 0 ? '' : `; did you mean ${quotedList(near)}?`;
}

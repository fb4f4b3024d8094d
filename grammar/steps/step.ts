import type { StepKind } from '../ast/step.js';
import { keyTable, type Decoded, type KeyTable } from '../decode/key-table.js';
import type { Located, Span } from '../span.js';

/** Keys that any step may carry. */
export const commonStepKeys = keyTable({
  was: { type: 'name', doc: 'Its id before it was renamed.', example: 'old-id' },
  after: { type: 'duration', doc: 'How long after the previous step.' },
  at: { type: 'at', doc: 'The moment of the step: a day since entry, a date of the lead, or a time of day.' },
  late: { type: 'late', doc: 'What happens when that moment is already past.' },
  note: { type: 'text', doc: 'Free text for readers.', example: 'agreed with sales' },
});

export interface StepDefinition<Kind extends StepKind = StepKind, Keys extends KeyTable = KeyTable> {
  readonly kind: Kind;
  readonly summary: string;
  /** One table feeds decoder, JSON Schema, completion and reference page. */
  readonly keys: Keys;
}

/** A step as it is decoded, by its definition. */
export type StepOf<Definition> =
  Definition extends StepDefinition<infer Kind, infer Keys>
    ? { readonly kind: Kind; readonly id: Located<string>; readonly span: Span } & Decoded<Keys> &
        Decoded<typeof commonStepKeys>
    : never;

export function defineStep<const Kind extends StepKind, const Keys extends KeyTable>(
  definition: StepDefinition<Kind, Keys>,
): StepDefinition<Kind, Keys> {
  return definition;
}

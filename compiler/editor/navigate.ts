import type { Span } from '../../grammar/span.js';
import type { Knowledge } from './knowledge.js';
import { occurrencesAt, occurrencesOf } from './symbols/occurrences.js';

/** Where what is named at the offset was declared: files of templates, then places; what is built in has none. */
export function definitionsAt(knowledge: Knowledge, path: string, offset: number): readonly Span[] {
  const here = occurrencesAt(knowledge, path, offset);
  const found = here.flatMap(({ symbol }) =>
    occurrencesOf(knowledge, symbol).filter(({ role, span }) => role === 'definition' && span.file !== ''),
  );
  // `send: hello` declares a step and names a template: who asks there wants the mail.
  const elsewhere = found.filter(({ span }) => !(span.file === path && span.start <= offset && offset <= span.end));
  return unique((elsewhere.length === 0 ? found : elsewhere).map(({ span }) => span));
}

/** Every place that names what is named at the offset, in the order of files. */
export function referencesAt(knowledge: Knowledge, path: string, offset: number, withDefinition: boolean): readonly Span[] {
  const here = occurrencesAt(knowledge, path, offset);
  const found = here.flatMap(({ symbol }) =>
    occurrencesOf(knowledge, symbol).filter(({ role }) => withDefinition || role === 'reference'),
  );
  return unique(found.map(({ span }) => span));
}

function unique(spans: readonly Span[]): readonly Span[] {
  return [...new Map(spans.map((span) => [`${span.file} ${span.start} ${span.end}`, span])).values()];
}

import { closest } from '../../grammar/did-you-mean.js';
import type { Fix } from '../../grammar/diagnostics/diagnostic.js';
import type { Span } from '../../grammar/span.js';

/** The known name that an unknown one was most likely meant to be. */
export function nearest(
  name: string,
  known: Iterable<string>,
): { readonly name: string; readonly suggestion?: string } {
  const [suggestion] = closest(name, known, 1);
  return suggestion === undefined ? { name } : { name, suggestion };
}

/** Another name may mean another thing, so a person has to agree. */
export function renameFix(span: Span, suggestion: string | undefined, text = suggestion): readonly Fix[] {
  if (suggestion === undefined || text === undefined) return [];
  return [{ title: `Write "${suggestion}"`, safety: 'unsafe', edits: [{ span, text }] }];
}

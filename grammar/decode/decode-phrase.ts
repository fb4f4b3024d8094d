import type { Checked, Diagnostic } from '../diagnostics/diagnostic.js';
import type { Place } from '../place.js';
import type { TreeScalar } from '../tree/tree-node.js';
import type { Context } from './context.js';
import { scalarOf, type Input } from './read-scalar.js';

/** Parses the phrase that a value is; places are exact in quoted and folded values, too. */
export function decodePhrase<T>(
  input: Input,
  parse: (text: string, place: Place) => Checked<T | undefined>,
  wanted: string,
  context: Context,
): T | undefined {
  const scalar = scalarOf(input, wanted, context);
  if (scalar === undefined) return undefined;
  if (scalar.comment !== undefined && cutByComment(scalar)) {
    context.report('C0017', scalar.comment, {});
    return undefined;
  }
  const { value, diagnostics } = parse(scalar.text, scalar.place);
  context.add(diagnostics.map((diagnostic) => withFixesFor(scalar, diagnostic)));
  return value;
}

/** `x == "a #b"` without quotes around it: YAML ends the value in front of the `#`. */
function cutByComment({ style, text }: TreeScalar): boolean {
  if (style !== 'plain') return false;
  return /"/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, ''));
}

/** A fix is an edit of the file: inside quotes of the same kind it would end the value. */
function withFixesFor({ style }: TreeScalar, diagnostic: Diagnostic): Diagnostic {
  const harmful = style === 'double' ? /["\\]/ : style === 'single' ? /'/ : undefined;
  if (harmful === undefined) return diagnostic;
  const fixes = diagnostic.fixes.filter(({ edits }) => !edits.some(({ text }) => harmful.test(text)));
  return { ...diagnostic, fixes };
}

import type { FileKind } from '../tree/normal-form.js';

/** What a file in the textual surface holds, by the ending of its name. */
export const textEndings = {
  '.campaign': 'campaign',
  '.segments': 'segments',
  '.scoring': 'scoring',
  '.tests': 'tests',
} as const satisfies Readonly<Record<string, FileKind>>;

export type TextKind = FileKind;

/** `undefined` for a file of the other surface, YAML. */
export function textKindOf(path: string): TextKind | undefined {
  for (const [ending, kind] of Object.entries(textEndings)) if (path.endsWith(ending)) return kind;
  return undefined;
}

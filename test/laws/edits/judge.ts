import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import { createLineIndex } from '../../../grammar/line-index.js';
import type { Source } from '../../../grammar/span.js';
import type { Edit } from './edit.js';

/** What an author got to see for one mistake. */
export interface Verdict {
  readonly edit: Edit;
  readonly errors: readonly Diagnostic[];
  readonly warnings: number;
  /** One error, and it stands on the line that was edited. */
  readonly single: boolean;
  /** Of a misspelling: whether some error names the right word. */
  readonly offered?: boolean;
  /** 1-based, of the edit. */
  readonly line: number;
}

export function judge(edit: Edit, files: readonly Source[], diagnostics: readonly Diagnostic[]): Verdict {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const line = lineOf(files, edit.path, edit.start);
  const single = errors.length === 1 && errors.every(({ span }) => span.file === edit.path && lineOf(files, span.file, span.start) === line);
  const { meant } = edit;
  return {
    edit,
    errors,
    warnings: diagnostics.length - errors.length,
    single,
    ...(meant === undefined ? {} : { offered: errors.some((error) => offers(error, meant)) }),
    line,
  };
}

/** In a fix, or as a name in what is said: in quotes, behind its root, or in the list of all that there are. */
function offers({ message, help, fixes }: Diagnostic, meant: string): boolean {
  const words = meant.replaceAll('.', '\\.');
  const named = new RegExp(`(?<=["'.,:({ ]|^)${words}(?![\\w-])`);
  const said = new RegExp(`"${words}"|(?<=\\w\\.|mean |Write |one of |: |, )${words}(?=[,.?)]| or )`);
  return said.test(message) || said.test(help ?? '') || fixes.some(({ edits }) => edits.some(({ text }) => named.test(text)));
}

export function lineOf(files: readonly Source[], path: string, offset: number): number {
  return createLineIndex(files.find((file) => file.path === path)?.text ?? '').position(offset).line;
}

/** For whoever looks into a miss. */
export function inWords({ edit: { of, path, was, now }, line, errors, warnings }: Verdict, files: readonly Source[]): string {
  const said = errors.map(({ code, message, help, span }) => `    ${span.file}:${lineOf(files, span.file, span.start)} ${code} ${message} ${help ?? ''}`);
  return [`${of}: ${path}:${line} "${was}" became "${now}": ${errors.length} errors, ${warnings} warnings`, ...said].join('\n');
}

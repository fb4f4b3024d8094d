import type { Diagnostic, Severity } from '../../../grammar/diagnostics/diagnostic.js';

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  /** What `--fix` mends, and what only `--fix=unsafe` does. */
  readonly fixable: number;
  readonly fixableUnsafely: number;
}

export function countsOf(diagnostics: readonly Diagnostic[]): Counts {
  const of = (severity: Severity): number => diagnostics.filter((one) => one.severity === severity).length;
  const fixable = diagnostics.filter(({ fixes }) => fixes.some(({ safety }) => safety === 'safe')).length;
  const withFix = diagnostics.filter(({ fixes }) => fixes.length > 0).length;
  return { errors: of('error'), warnings: of('warning'), fixable, fixableUnsafely: withFix - fixable };
}

/** `2 errors, 1 warning in 2 of 14 files`, or that there is no problem; `files` are those checked. */
export function countsInWords(diagnostics: readonly Diagnostic[], files: readonly string[]): string {
  const { errors, warnings } = countsOf(diagnostics);
  if (errors + warnings === 0) return `No problems in ${counted(files.length, 'file')}.`;
  const found = [errors > 0 ? counted(errors, 'error') : '', warnings > 0 ? counted(warnings, 'warning') : ''];
  const touched = new Set(diagnostics.map(({ span }) => span.file));
  // A file that is missing is none of those that were read.
  const known = [...touched].every((file) => files.includes(file));
  const where = known ? `${touched.size} of ${counted(files.length, 'file')}` : counted(touched.size, 'file');
  return `${found.filter((part) => part !== '').join(', ')} in ${where}`;
}

/** What the person can leave to the program; undefined where it is nothing. */
export function fixableInWords(diagnostics: readonly Diagnostic[]): string | undefined {
  const { fixable, fixableUnsafely } = countsOf(diagnostics);
  if (fixable + fixableUnsafely === 0) return undefined;
  const all = diagnostics.length;
  const safe = fixable === 0 ? '' : `--fix mends ${share(fixable, all)}`;
  const unsafe = fixableUnsafely === 0 ? '' : `--fix=unsafe ${fixable === 0 ? `mends ${share(fixableUnsafely, all)}` : `${fixableUnsafely} more`}`;
  return `perennial check ${[safe, unsafe].filter((part) => part !== '').join(', ')}.`;
}

function share(count: number, all: number): string {
  if (count === all) return all === 1 ? 'it' : 'all of them';
  return `${count} of them`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

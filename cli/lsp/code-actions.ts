import type { CodeAction, Range, WorkspaceEdit } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import { allowEdit } from '../../compiler/editor/allow.js';
import { applyFixes } from '../../compiler/fixes/apply-fixes.js';
import type { Diagnostic, Edit } from '../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../grammar/span.js';
import { shown } from './diagnostics.js';
import { changeOf, offsetAt, rangeOf, uriOf } from './places.js';
import type { Checked } from './repository.js';

/** What is asked for: a stretch of a file, and which sorts of actions; left out: all. */
export interface Asked {
  readonly path: string;
  readonly range: Range;
  readonly only?: readonly string[];
}

/**
 * The fixes of what is wrong in a stretch of a file, and for what a reason may set aside the comment
 * that does. Of files that were typed in since the check there are none: their places have moved.
 */
export function codeActions(root: string, { result, sources }: Checked, now: (path: string) => string | undefined, asked: Asked): CodeAction[] {
  const source = sources.get(asked.path);
  if (source === undefined || now(asked.path) !== source.text) return [];
  const isFresh = (edits: readonly Edit[]): boolean => edits.every(({ span }) => now(span.file) === sources.get(span.file)?.text);
  const start = offsetAt(asked.range.start, source.text);
  const end = offsetAt(asked.range.end, source.text);
  const here = result.diagnostics.filter(({ span }) => span.file === asked.path);
  const quick = here.filter(({ span }) => span.start <= end && start <= span.end).flatMap((diagnostic) => ofDiagnostic(diagnostic, source));
  const all = [...quick, ...fixAll(here, source)].filter(({ kind }) => asked.only === undefined || asked.only.some((sort) => covers(sort, kind)));
  return all;

  function ofDiagnostic(diagnostic: Diagnostic, file: Source): readonly CodeAction[] {
    const diagnostics = [shown(diagnostic, root, (path) => sources.get(path)?.text ?? '')];
    const fixes = diagnostic.fixes.filter(({ edits }) => isFresh(edits)).map((fix) => ({
      title: fix.title.slice(0, 1).toUpperCase() + fix.title.slice(1),
      kind: CodeActionKind.QuickFix,
      diagnostics,
      isPreferred: fix.safety === 'safe' || diagnostic.fixes.length === 1,
      edit: workspaceEdit(root, fix.edits, sources),
    }));
    const allow = allowEdit(diagnostic, file);
    if (allow === undefined) return fixes;
    const title = `Allow ${diagnostic.code} here, with a reason`;
    return [...fixes, { title, kind: CodeActionKind.QuickFix, diagnostics, edit: workspaceEdit(root, [allow], sources) }];
  }

  function fixAll(diagnostics: readonly Diagnostic[], file: Source): readonly CodeAction[] {
    const own = diagnostics.filter(({ fixes }) => fixes.every(({ edits }) => edits.every(({ span }) => span.file === file.path)));
    const { sources: changed, fixed } = applyFixes([file], own, 'safe');
    const [after] = changed;
    if (after === undefined || fixed.length === 0) return [];
    const edit = { changes: { [uriOf(root, file.path)]: [changeOf(file.text, after.text)] } };
    return [{ title: 'Mend what can be mended safely', kind: `${CodeActionKind.SourceFixAll}.perennial`, edit }];
  }
}

function covers(sort: string, kind: string | undefined): boolean {
  return kind === sort || kind?.startsWith(`${sort}.`) === true;
}

export function workspaceEdit(root: string, edits: readonly Edit[], sources: ReadonlyMap<string, Source>): WorkspaceEdit {
  const changes: Record<string, { range: Range; newText: string }[]> = {};
  for (const { span, text } of edits) {
    const uri = uriOf(root, span.file);
    (changes[uri] ??= []).push({ range: rangeOf(span, sources.get(span.file)?.text ?? ''), newText: text });
  }
  return { changes };
}

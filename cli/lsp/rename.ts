import type { Range, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Knowledge } from '../../compiler/editor/knowledge.js';
import { rename, renameableAt } from '../../compiler/editor/rename.js';
import { rangeOf, uriOf } from './places.js';

/** Where the name stands that would be changed; null where nothing has one. */
export function renameRange(knowledge: Knowledge, path: string, offset: number): { range: Range; placeholder: string } | null {
  const found = renameableAt(knowledge, path, offset);
  if (found === undefined) return null;
  return { range: rangeOf(found.span, knowledge.byPath.get(path)?.text ?? ''), placeholder: found.name };
}

export interface RenameAsked {
  readonly path: string;
  readonly offset: number;
  readonly to: string;
  readonly canMoveFiles: boolean;
}

/**
 * All edits of a rename, and then the files that move.
 *
 * @throws ResponseError with the reason why the name cannot be given
 */
export function renameEdit(root: string, knowledge: Knowledge, { path, offset, to, canMoveFiles }: RenameAsked): WorkspaceEdit {
  const renamed = rename(knowledge, path, offset, to);
  if (renamed.kind === 'refused') throw new ResponseError(ErrorCodes.InvalidParams, renamed.because);
  if (renamed.files.length > 0 && !canMoveFiles) {
    throw new ResponseError(ErrorCodes.InvalidParams, 'This name is a file’s name as well, and the editor cannot rename files.');
  }
  const byFile = new Map<string, { range: Range; newText: string }[]>();
  for (const { span, text } of renamed.edits) {
    const edit = { range: rangeOf(span, knowledge.byPath.get(span.file)?.text ?? ''), newText: text };
    byFile.set(span.file, [...(byFile.get(span.file) ?? []), edit]);
  }
  const texts: TextDocumentEdit[] = [...byFile].map(([file, edits]) => ({
    textDocument: { uri: uriOf(root, file), version: null },
    edits,
  }));
  const moves = renamed.files.map(({ from, to: target }) => ({
    kind: 'rename' as const,
    oldUri: uriOf(root, from),
    newUri: uriOf(root, target),
  }));
  return { documentChanges: [...texts, ...moves] };
}

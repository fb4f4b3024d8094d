import { join } from 'node:path';
import type { Connection, InitializeParams, InitializeResult, WorkspaceFolder } from 'vscode-languageserver/node';
import { CodeActionKind, DidChangeWatchedFilesNotification, TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { completeAt } from '../../compiler/editor/complete/complete.js';
import { hoverAt } from '../../compiler/editor/hover.js';
import { definitionsAt, referencesAt } from '../../compiler/editor/navigate.js';
import { outlineOf } from '../../compiler/editor/outline.js';
import { formatSource } from '../../grammar/print/format-source.js';
import type { Span } from '../../grammar/span.js';
import { kindOf, repositoryAbove } from '../repository-folder.js';
import { readVersion } from '../version.js';
import { codeActions } from './code-actions.js';
import { completionItems } from './completion.js';
import { diagnosticsByPath } from './diagnostics.js';
import { documentSymbols } from './outline.js';
import { changeOf, fileOf, offsetAt, pathIn, rangeOf, uriOf } from './places.js';
import { renameEdit, renameRange } from './rename.js';
import type { EditedRepository } from './repository.js';
import { openRepository } from './repository.js';

/** How long nobody may type before everything is checked. */
const quietMs = 200;

/** Where in which repository a request is. */
interface Spot {
  readonly repository: EditedRepository;
  readonly path: string;
  readonly text: string;
}

/** Answers an editor over a connection, with what `check` says and what the compiler knows. */
export function serveEditor(connection: Connection, documents: TextDocuments<TextDocument>): void {
  const repositories = new Map<string, EditedRepository>();
  const published = new Map<string, ReadonlySet<string>>();
  const timers = new Map<string, NodeJS.Timeout>();
  const checking = new Map<string, Promise<void>>();
  let can = { snippets: false, files: false, watching: false };
  let folders: readonly string[] = [];

  connection.onInitialize((params): InitializeResult => {
    can = abilities(params);
    folders = foldersOf(params.workspaceFolders, params.rootUri);
    return { capabilities, serverInfo: { name: 'perennial', version: readVersion() } };
  });

  connection.onInitialized(() => {
    if (can.watching) {
      const watchers = [{ globPattern: '**/*.{yaml,campaign,segments,scoring,tests,mjml,txt,csv}' }];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    for (const folder of folders) if (kindOf(join(folder, 'perennial.yaml')) === 'file') schedule(repositoryAt(folder));
  });

  documents.onDidChangeContent(({ document }) => touch(document.uri));
  documents.onDidClose(({ document }) => touch(document.uri, true));
  documents.onDidSave(({ document }) => touch(document.uri, true));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) touch(uri, true);
  });

  connection.onCompletion(async ({ textDocument, position }) => {
    const spot = spotOf(textDocument.uri);
    if (spot === undefined) return null;
    const found = completeAt(await spot.repository.knowledge(), spot.path, offsetAt(position, spot.text));
    // The units behind a number depend on the number, so each letter asks anew.
    return { isIncomplete: true, items: completionItems(found, spot.text, can.snippets) };
  });

  connection.onHover(async ({ textDocument, position }) => {
    const spot = spotOf(textDocument.uri);
    if (spot === undefined) return null;
    const hover = hoverAt(await spot.repository.knowledge(), spot.path, offsetAt(position, spot.text));
    return hover === undefined ? null : { contents: { kind: 'markdown', value: hover.markdown }, range: rangeOf(hover.span, spot.text) };
  });

  connection.onDefinition(async ({ textDocument, position }) => {
    const spot = spotOf(textDocument.uri);
    if (spot === undefined) return null;
    return locations(spot.repository, definitionsAt(await spot.repository.knowledge(), spot.path, offsetAt(position, spot.text)));
  });

  connection.onReferences(async ({ textDocument, position, context }) => {
    const spot = spotOf(textDocument.uri);
    if (spot === undefined) return null;
    const knowledge = await spot.repository.knowledge();
    const spans = referencesAt(knowledge, spot.path, offsetAt(position, spot.text), context.includeDeclaration);
    return locations(spot.repository, spans);
  });

  connection.onPrepareRename(async ({ textDocument, position }) => {
    const spot = spotOf(textDocument.uri);
    return spot === undefined ? null : renameRange(await spot.repository.knowledge(), spot.path, offsetAt(position, spot.text));
  });

  connection.onRenameRequest(async ({ textDocument, position, newName }) => {
    const spot = spotOf(textDocument.uri);
    if (spot === undefined) return null;
    const knowledge = await spot.repository.knowledge();
    return renameEdit(spot.repository.root, knowledge, { path: spot.path, offset: offsetAt(position, spot.text), to: newName, canMoveFiles: can.files });
  });

  connection.onCodeAction(({ textDocument, range, context }) => {
    const spot = spotOf(textDocument.uri);
    const last = spot?.repository.last();
    if (spot === undefined || last === undefined) return [];
    const now = (path: string): string | undefined => openText(spot.repository.root, path) ?? last.sources.get(path)?.text;
    return codeActions(spot.repository.root, last, now, {
      path: spot.path,
      range,
      ...(context.only === undefined ? {} : { only: context.only }),
    });
  });

  connection.onDocumentFormatting(({ textDocument }) => {
    const spot = spotOf(textDocument.uri);
    if (spot === undefined) return [];
    const printed = formatSource({ path: spot.path, text: spot.text });
    return printed.kind !== 'printed' || printed.text === spot.text ? [] : [changeOf(spot.text, printed.text)];
  });

  connection.onDocumentSymbol(async ({ textDocument }) => {
    const spot = spotOf(textDocument.uri);
    return spot === undefined ? [] : documentSymbols(outlineOf(await spot.repository.knowledge(), spot.path), spot.text);
  });

  documents.listen(connection);

  function spotOf(uri: string): Spot | undefined {
    const document = documents.get(uri);
    const file = fileOf(uri);
    const root = file === undefined ? undefined : repositoryAbove(file);
    if (document === undefined || file === undefined || root === undefined) return undefined;
    const path = pathIn(root, file);
    return path === undefined ? undefined : { repository: repositoryAt(root), path, text: document.getText() };
  }

  function repositoryAt(root: string): EditedRepository {
    const known = repositories.get(root);
    if (known !== undefined) return known;
    const opened = openRepository(root, () => openPaths(root), (path) => openText(root, path));
    repositories.set(root, opened);
    return opened;
  }

  function openPaths(root: string): readonly string[] {
    return documents.all().flatMap(({ uri }) => {
      const file = fileOf(uri);
      return (file === undefined ? undefined : pathIn(root, file)) ?? [];
    });
  }

  function openText(root: string, path: string): string | undefined {
    return documents.all().find(({ uri }) => fileOf(uri) === join(root, path))?.getText();
  }

  /** Where an open file is shown, under the name that the editor has for it. */
  function shownUri(root: string, path: string): string {
    return documents.all().find(({ uri }) => fileOf(uri) === join(root, path))?.uri ?? uriOf(root, path);
  }

  function locations({ root }: EditedRepository, spans: readonly Span[]) {
    const known = repositories.get(root);
    return Promise.all(
      spans.map(async (span) => {
        const knowledge = await known?.knowledge();
        return { uri: shownUri(root, span.file), range: rangeOf(span, knowledge?.byPath.get(span.file)?.text ?? '') };
      }),
    );
  }

  function touch(uri: string, isOnDisk = false): void {
    const file = fileOf(uri);
    const root = file === undefined ? undefined : repositoryAbove(file);
    if (root === undefined) return;
    const repository = repositoryAt(root);
    if (isOnDisk) repository.stale();
    schedule(repository);
  }

  function schedule(repository: EditedRepository): void {
    clearTimeout(timers.get(repository.root));
    const timer = setTimeout(() => {
      const before = checking.get(repository.root) ?? Promise.resolve();
      checking.set(repository.root, before.then(() => publish(repository)));
    }, quietMs);
    timers.set(repository.root, timer);
  }

  async function publish(repository: EditedRepository): Promise<void> {
    const { root } = repository;
    try {
      const found = diagnosticsByPath(root, await repository.check());
      const gone = [...(published.get(root) ?? [])].filter((path) => !found.has(path));
      for (const path of gone) await connection.sendDiagnostics({ uri: shownUri(root, path), diagnostics: [] });
      for (const [path, diagnostics] of found) await connection.sendDiagnostics({ uri: shownUri(root, path), diagnostics: [...diagnostics] });
      published.set(root, new Set(found.keys()));
    } catch (error) {
      // One file that nobody can read must not end the session; the next change tries again.
      repository.stale();
      connection.console.error(error instanceof Error ? error.message : String(error));
    }
  }
}

const capabilities: InitializeResult['capabilities'] = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  completionProvider: { triggerCharacters: ['.', '"', '(', ' ', '/', '['] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, `${CodeActionKind.SourceFixAll}.perennial`] },
  documentFormattingProvider: true,
  documentSymbolProvider: true,
};

function abilities({ capabilities: client }: InitializeParams): { snippets: boolean; files: boolean; watching: boolean } {
  return {
    snippets: client.textDocument?.completion?.completionItem?.snippetSupport === true,
    files: client.workspace?.workspaceEdit?.resourceOperations?.includes('rename') === true,
    watching: client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  };
}

function foldersOf(folders: readonly WorkspaceFolder[] | null | undefined, rootUri: string | null): readonly string[] {
  const uris = folders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]);
  return uris.flatMap((uri) => fileOf(uri) ?? []);
}

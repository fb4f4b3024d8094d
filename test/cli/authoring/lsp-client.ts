import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { Diagnostic, Position, PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { builtProgram } from '../perennial.js';

/** An editor without a window: speaks to the server as any other would. */
export interface Editor {
  readonly connection: MessageConnection;
  readonly child: ChildProcess;
  uri(path: string): string;
  /** Opens a file, or makes its text another one; `‸` marks where the cursor is. */
  show(path: string, text?: string): Promise<Position>;
  /** What the server says of a file, once it has said something for which `wanted` holds. */
  diagnostics(path: string, wanted: (found: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  request<Result>(method: string, path: string, more: object): Promise<Result>;
  close(): Promise<number>;
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

export async function openEditor(root: string, capabilities: object = fullCapabilities): Promise<Editor> {
  const child = spawn(process.execPath, [builtProgram, 'lsp', '--stdio'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const uri = (path: string): string => pathToFileURL(join(root, path)).href;
  const versions = new Map<string, number>();
  const said = new Map<string, readonly Diagnostic[]>();
  const listeners = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri: of, diagnostics }: PublishDiagnosticsParams) => {
    said.set(of, diagnostics);
    for (const tell of listeners) tell();
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'campaigns' }],
    capabilities,
  });
  await connection.sendNotification('initialized', {});

  return {
    connection,
    child,
    uri,
    async show(path, marked = readFileSync(join(root, path), 'utf8')) {
      const offset = marked.indexOf('‸');
      const text = offset < 0 ? marked : marked.slice(0, offset) + marked.slice(offset + 1);
      const version = (versions.get(path) ?? 0) + 1;
      versions.set(path, version);
      if (version === 1) {
        await connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uri(path), languageId: 'yaml', version, text } });
      } else {
        await connection.sendNotification('textDocument/didChange', { textDocument: { uri: uri(path), version }, contentChanges: [{ text }] });
      }
      const before = text.slice(0, Math.max(offset, 0)).split('\n');
      return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    },
    diagnostics(path, wanted) {
      return new Promise((resolve) => {
        const look = (): void => {
          const found = said.get(uri(path));
          if (found === undefined || !wanted(found)) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      });
    },
    request: (method, path, more) => connection.sendRequest(`textDocument/${method}`, { textDocument: { uri: uri(path) }, ...more }),
    async close() {
      await connection.sendRequest('shutdown');
      const closed = once(child, 'close');
      await connection.sendNotification('exit');
      await closed;
      running.delete(child);
      return child.exitCode ?? -1;
    },
  };
}

const fullCapabilities = {
  textDocument: { completion: { completionItem: { snippetSupport: true } }, rename: { prepareSupport: true } },
  workspace: {
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};

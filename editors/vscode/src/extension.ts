import { relative, sep } from 'node:path';
import { commands, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import { commandLine, findProgram } from './find-program.js';
import type { Program } from './find-program.js';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand('perennial.check', () => inTerminal(['check', ...repository()])),
    commands.registerCommand('perennial.preview', () => inTerminal(['preview', ...template(), ...repository()])),
  );
  const { command, args } = program();
  const server: ServerOptions = { command, args: [...args, 'lsp'], transport: TransportKind.stdio };
  client = new LanguageClient('perennial', 'Perennial', server, options);
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

const options: LanguageClientOptions = {
  documentSelector: [
    { scheme: 'file', language: 'perennial' },
    { scheme: 'file', pattern: '**/perennial.yaml' },
    { scheme: 'file', pattern: '**/{campaigns,schema,segments,scoring,tests}/*.yaml' },
    { scheme: 'file', pattern: '**/templates/*/*.{mjml,txt}' },
  ],
};

function program(): Program {
  const setting = workspace.getConfiguration('perennial').get<string>('path') ?? '';
  return findProgram(setting, (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath));
}

function inTerminal(words: readonly string[]): void {
  const terminal = window.terminals.find(({ name }) => name === 'Perennial') ?? window.createTerminal('Perennial');
  terminal.show();
  terminal.sendText(commandLine(program(), words));
}

/** The repository of the file that is open: the folder above `campaigns/`, `templates/` and the like. */
function repository(): readonly string[] {
  const file = window.activeTextEditor?.document.uri.fsPath;
  const found = file === undefined ? undefined : /^(.*)[\\/](?:campaigns|schema|segments|scoring|tests|templates[\\/][^\\/]+)[\\/][^\\/]+$/.exec(file)?.[1];
  return [found ?? workspace.workspaceFolders?.[0]?.uri.fsPath ?? '.'];
}

/** `welcome/hello` where its file is open. */
function template(): readonly string[] {
  const file = window.activeTextEditor?.document.uri.fsPath;
  const [root] = repository();
  if (file === undefined || root === undefined) return [];
  const [, campaign, name] = /^templates\/([^/]+)\/([^/.]+)[^/]*\.(?:mjml|txt)$/.exec(relative(root, file).split(sep).join('/')) ?? [];
  return campaign === undefined || name === undefined ? [] : [`${campaign}/${name}`];
}

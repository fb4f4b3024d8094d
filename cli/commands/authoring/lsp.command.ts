import type { ExitCode } from '../../exit-code.js';
import { exitCode } from '../../exit-code.js';
import type { CommandModule } from '../command.js';

export const lspCommand: CommandModule = {
  add(program, _host, run) {
    program
      .command('lsp')
      .summary('the language server, for editors')
      .description(
        'Speaks the Language Server Protocol over standard input and output: what check finds while you type, ' +
          'completion, explanations, definitions, renaming, fixes, formatting.',
      )
      .option('--stdio', 'over standard input and output; the only way there is')
      .addHelpText('after', '\nExample:\n  perennial lsp --stdio')
      .action(() => run(serve()));
  },
};

/** Until the editor says that it is over, or is gone. */
async function serve(): Promise<ExitCode> {
  // Only now: other commands need no protocol.
  const [{ createConnection, ProposedFeatures, StreamMessageReader, StreamMessageWriter, TextDocuments }, { TextDocument }, { serveEditor }] =
    await Promise.all([
      import('vscode-languageserver/node'),
      import('vscode-languageserver-textdocument'),
      import('../../lsp/server.js'),
    ]);
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  const ended = new Promise<void>((resolve) => {
    connection.onExit(() => resolve());
    process.stdin.on('close', () => resolve());
  });
  serveEditor(connection, new TextDocuments(TextDocument));
  connection.listen();
  await ended;
  return exitCode.clean;
}

import { UsageError } from './exit-code.js';

/**
 * What the argument parser found wrong, in our form: one line, and the next thing to type.
 *
 * `message` is the parser's: `error: unknown option '--formt'`, and a line with its guess.
 */
export function wrongWords(message: string, [command = '']: readonly string[]): UsageError {
  const [first = '', guess = ''] = message.split('\n');
  const text = first.replace(/^error: /, '').replaceAll("'", '"').replace(/\.$/, '');
  const near = /^\(Did you mean (.+)\?\)$/.exec(guess)?.[1];
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  const help = command.startsWith('-') ? 'perennial --help' : `perennial ${command} --help`;
  return new UsageError(`${text}.`, `${meant}See: ${help}`);
}

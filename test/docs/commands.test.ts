import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../../cli/exit-code.js';
import { fencedBlocks, projectFile } from './fenced-blocks.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = projectFile('docs/reference/commands.md');
const blocks = fencedBlocks(page);

/** What the program itself says, 80 columns wide. */
async function help(...words: readonly string[]): Promise<string> {
  const { PATH, HOME } = process.env;
  const args = ['dist/cli/main.js', ...words, '--help'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env: { PATH, HOME, NO_COLOR: '1' } });
  return `${stdout.trimEnd()}\n`;
}

describe('the page of commands', () => {
  test('has a section for each command, in the order of the help', async () => {
    const commands = [...(await help()).matchAll(/^ {2}([\w-]+)(?: [[<].*?)? {2,}\S/gm)].map((match) => match[1] ?? '');
    expect([...page.matchAll(/^## ([\w-]+)$/gm)].map((match) => match[1])).toEqual(commands.filter((name) => name !== 'help'));
  });

  test.each(blocks.map(({ heading, text }) => [heading === 'Commands' ? '' : heading, text] as const))(
    'has the words of "perennial %s --help"',
    async (command, text) => {
      expect(text).toBe(await help(...command.split(' ').filter((word) => word !== '')));
    },
  );

  test('has every exit status', () => {
    const said = [...page.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
    expect(said).toEqual(Object.values(exitCode));
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { explain } from '../../../cli/commands/authoring/explain.command.js';
import { exitCode, UsageError } from '../../../cli/exit-code.js';
import { recordingHost } from '../recording-host.js';

const library = fileURLToPath(new URL('../../../campaigns', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'perennial-explain-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function asked(word: string, options: Parameters<typeof explain>[3] = {}, cwd = library, where?: string) {
  const host = recordingHost(cwd);
  const code = await explain(host, word, where, options);
  return { code, ...host.said };
}

async function refused(...words: Parameters<typeof asked>): Promise<string> {
  const error: unknown = await asked(...words).catch((caught: unknown) => caught);
  if (!(error instanceof UsageError)) throw new Error('was not refused', { cause: error });
  return `${error.message}\n${error.next ?? ''}`;
}

describe('perennial explain <campaign>', () => {
  test('prints it in words, in the folder and from outside, by name and by file', async () => {
    const { code, out, err } = await asked('welcome');
    expect({ code, err }).toEqual({ code: exitCode.clean, err: '' });
    expect(out).toMatch(/^Welcome a new account\n/);
    expect(out).toContain('\n  2. first-document\n     Two days after entry at 09:30 on a weekday, within half an hour, send the\n');
    expect((await asked('welcome', {}, root, 'campaigns')).out).toBe(out);
    expect((await asked('campaigns/welcome.yaml')).out).toBe(out);
  });

  test('draws it', async () => {
    expect((await asked('welcome', { format: 'mermaid' })).out).toMatch(/^flowchart TD\n/);
    expect((await asked('welcome', { format: 'svg' })).out).toMatch(/^<svg /);
    expect(JSON.parse((await asked('welcome', { format: 'json' })).out)).toMatchObject({ version: 1, campaign: 'welcome' });
  });

  test('writes it to a file whose name says the form', async () => {
    const file = join(folder, 'pictures', 'welcome.svg');
    expect(await asked('welcome', { out: file })).toEqual({ code: exitCode.clean, out: `${file}\n`, err: '' });
    expect(readFileSync(file, 'utf8')).toBe((await asked('welcome', { format: 'svg' })).out);
    expect(await refused('welcome', { out: folder })).toBe(`${folder} cannot be written (EISDIR).\nName another file: --out campaign.svg`);
  });

  test('offers what is near', async () => {
    expect(await refused('welcom')).toBe('There is no campaign, no code and no rule "welcom".\nDid you mean "welcome"? Type: perennial explain welcome');
    expect(await refused('welcom', {}, root, 'campaigns')).toContain('Type: perennial explain welcome campaigns');
    expect(await refused('welcome', { format: 'png' })).toBe('"png" is no format.\nUse --format with "text", "mermaid", "svg" or "json".');
    expect(await refused('welcome', {}, root, 'nowhere')).toContain('There is no folder');
  });

  test('a code is a code inside a repository, too', async () => {
    expect((await asked('C4106')).out).toContain('C4106 send-after-goal');
  });
});

test('the guide shows what is printed', async () => {
  const guide = readFileSync(join(root, 'docs/guide/reading-a-campaign.md'), 'utf8');
  const shown = /\$ perennial explain onboarding\n([^`]*)```/.exec(guide)?.[1] ?? '';
  const parts = shown.split('…\n').filter((part) => part !== '');
  const { out } = await asked('onboarding');
  expect(parts).toHaveLength(2);
  for (const part of parts) expect(out).toContain(part);
});

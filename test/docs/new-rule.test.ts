import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'perennial-new-rule-'));
const inCopy = (path: string) => readFileSync(join(copy, path), 'utf8');
const scaffold = (...words: readonly string[]) => spawnSync(process.execPath, ['set-up/new-rule.mjs', ...words], { cwd: copy, encoding: 'utf8' });

beforeAll(() => {
  for (const folder of ['set-up', 'grammar', 'compiler', 'docs/rules']) {
    mkdirSync(join(copy, folder), { recursive: true });
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  }
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
});

afterAll(() => rmSync(copy, { recursive: true }));

test('a rule gets a file, a line, a code, a fixture and a page that go together', () => {
  expect(scaffold('mail-without-button').status).toBe(0);
  const [code = ''] = /C4\d{3}(?=: code\(\{\s+rule: 'mail-without-button')/.exec(inCopy('compiler/diagnostics/flow-codes.ts')) ?? [];
  expect(code).toMatch(/^C41\d\d$/);
  expect(existsSync(join(copy, 'compiler/rules/flow/mail-without-button.rule.ts'))).toBe(true);
  expect(existsSync(join(copy, 'test/compiler/rules/flow/mail-without-button/err-first.yaml'))).toBe(true);
  expect(existsSync(join(copy, 'test/compiler/rules/flow/mail-without-button/ok-first.yaml'))).toBe(true);
  expect(inCopy(`docs/rules/${code}.md`).startsWith(`# ${code} \`mail-without-button\`\n`)).toBe(true);
  expect(inCopy('docs/rules/README.md')).toContain(`| [${code}](${code}.md) | \`mail-without-button\` | error |`);
  expect(rulesOfCopy()).toContain(`${code} mail-without-button`);
});

test('the table stays in order', () => {
  const names = [...inCopy('compiler/rules/all-rules.ts').matchAll(/^ {2}(\w+),$/gm)].map((match) => match[1]);
  expect(names).toContain('mailWithoutButton');
  expect(names).toEqual(names.toSorted((one = '', other = '') => (one < other ? -1 : 1)));
});

test('scoring rules look at scoring, and take a code of theirs', () => {
  expect(scaffold('points-for-nobody', 'C8').status).toBe(0);
  expect(inCopy('compiler/rules/scoring/points-for-nobody.rule.ts')).toContain("scoringRule('C81");
  expect(rulesOfCopy()).toContain(' points-for-nobody');
});

test('the number of domain.md that it serves stands in the catalogue; unsaid, its place is marked', () => {
  expect(scaffold('mail-too-soon', 'frequency', 'F-01').status).toBe(0);
  expect(inCopy('compiler/diagnostics/consent-codes.ts')).toMatch(/rule: 'mail-too-soon',[^}]*domain: \['F-01'\],/);
  expect(inCopy('compiler/diagnostics/flow-codes.ts')).toMatch(/rule: 'mail-without-button',[^}]*domain: \['TODO/);
});

test('a name that is taken, no name at all, an unknown range and what is no number are refused', () => {
  expect(scaffold('send-after-goal').status).toBe(1);
  expect(scaffold().status).toBe(2);
  expect(scaffold('SendAfterGoal').status).toBe(2);
  expect(scaffold('sends-nothing', 'C9').status).toBe(2);
  expect(scaffold('sends-nothing', 'flow', 'often').status).toBe(2);
});

/** What the copy's own table says, once it is loaded. */
function rulesOfCopy(): string {
  const script = "import { allRules } from './compiler/rules/all-rules.ts'; console.log(allRules.map(({ code, rule }) => code + ' ' + rule).join('\\n'));";
  const args = ['node_modules/tsx/dist/cli.mjs', '--input-type=module', '-e', script];
  return execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
}

import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copyOf, perennial, rewrite, smallRepository, tempFolder } from '../perennial.js';

/** Ten slips in six files of the library, and the error each one gives. */
const mistakes = [
  ['campaigns/onboarding.yaml', 'from onboarding hours', 'from onbording hours', 'C2105'],
  ['campaigns/onboarding.yaml', 'lead.company_size', 'lead.company_sise', 'C2101'],
  ['campaigns/renewal.yaml', '    late: skip\n', '', 'C6101'],
  ['campaigns/sdr-hand-off.yaml', 'at_most: 48h', 'at_most: 48 hours', 'C0312'],
  ['campaigns/welcome.yaml', 'on: signed_up', 'on: sined_up', 'C2102'],
  ['campaigns/welcome.yaml', 'topic product-tips', 'topic product-tip', 'C2104'],
  ['campaigns/welcome.yaml', '- send: is-it-valid', '- task: hello\n    team: success\n  - send: is-it-valid', 'C2202'],
  ['scoring/scoring.yaml', '<= 1000', '<= "1000"', 'C3104'],
  ['scoring/scoring.yaml', 'event.plan == "trial"', 'event.plan == "gold"', 'C3105'],
  ['templates/nurture/pricing-answers.mjml', '{{ company.postal_address }}', '', 'C5202'],
] as const;

function withTenMistakes(): string {
  const folder = copyOf('campaigns');
  for (const [file, right, wrong] of mistakes) rewrite(folder, file, right, wrong);
  return folder;
}

describe.concurrent('perennial check', () => {
  test('says in one line that a repository is clean', async () => {
    const { code, out, err } = await perennial(['check'], { cwd: smallRepository() });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^No problems in \d+ files\.\n$/);
  });

  test('prints nothing at all of a clean repository in the compact form', async () => {
    expect(await perennial(['check', smallRepository(), '--format', 'compact'])).toEqual({ code: 0, out: '', err: '' });
  });

  test('shows the place of a mistake, what is wrong and what to write', async () => {
    const folder = smallRepository();
    rewrite(folder, 'campaigns/hello.yaml', 'on: signed_up', 'on: sined_up');
    const { code, out } = await perennial(['check', folder]);
    expect(code).toBe(1);
    expect(out).toMatch(/--> \S+\/campaigns\/hello\.yaml:7:9\n/);
    expect(out).toContain('  - on: sined_up');
    expect(out).toContain('There is no event "sined_up".');
    expect(out).toContain('help: Did you mean "signed_up"?');
    expect(out).not.toContain('\u001b[');
  });

  test('a warning alone is clean', async () => {
    const folder = smallRepository();
    cpSync(join(folder, 'templates/hello/first-mail.mjml'), join(folder, 'templates/hello/second-mail.mjml'));
    const { code, out } = await perennial(['check', '--format', 'compact'], { cwd: folder });
    expect(code).toBe(0);
    expect(out).toMatch(/^templates\/hello\/second-mail\.mjml:1:1: warning\[C2206\] [^\n]+\n$/);
  });

  test('colours are for a terminal, or for who asks for them', async () => {
    const folder = smallRepository();
    const forced = await perennial(['check', folder], { env: { FORCE_COLOR: '1' } });
    expect(forced.out).toContain('\u001b[');
    const refused = await perennial(['check', folder], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    expect(refused.out).not.toContain('\u001b[');
  });

  test('names the files that it does not read', async () => {
    const folder = smallRepository();
    mkdirSync(join(folder, 'campaigns/old'));
    writeFileSync(join(folder, 'campaigns/old/summer.yaml'), 'campaign: summer\n');
    writeFileSync(join(folder, 'campaigns/autumn.yml'), 'campaign: autumn\n');
    const { code, err } = await perennial(['check', folder]);
    expect(code).toBe(0);
    expect(err).toContain('Left out: campaigns/autumn.yml\nLeft out: campaigns/old/summer.yaml\nWhat is read: ');
  });
});

describe.concurrent('ten mistakes', () => {
  test('are ten errors for a program, in order, each with its place and its help', async () => {
    const { code, out, err } = await perennial(['check', withTenMistakes(), '--format', 'json']);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(JSON.parse(out)).toEqual({
      version: 1,
      summary: { errors: 10, warnings: 0, fixable: 2 },
      diagnostics: mistakes.map(asError),
    });
  });

  test('are not applied, not one bit of them', async () => {
    const folder = withTenMistakes();
    const { code, out, err } = await perennial(['apply', folder]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/\n10 errors in \d of \d+ files\nperennial check --fix mends [^\n]+\nNothing was applied\.\n$/);
    expect(existsSync(join(folder, '.perennial/data'))).toBe(false);
  });

  test('and one alone keeps it from being run', async () => {
    const folder = smallRepository();
    rewrite(folder, 'campaigns/hello.yaml', 'on: signed_up', 'on: sined_up');
    const { code, out, err } = await perennial(['run', folder]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/The campaigns have errors; nothing was started\.\n$/);
    expect(existsSync(join(folder, '.perennial/data'))).toBe(false);
  });
});

function asError([file, , , code]: (typeof mistakes)[number]): unknown {
  return anything('error', { code, file });
}

function anything(severity: string, more: object = {}): unknown {
  const number: unknown = expect.any(Number);
  const text: unknown = expect.stringMatching(/\S/);
  return expect.objectContaining({
    code: expect.stringMatching(/^C\d{4}$/),
    rule: expect.stringMatching(/^[a-z][a-z0-9-]+$/),
    severity,
    message: text,
    file: text,
    line: number,
    column: number,
    endLine: number,
    endColumn: number,
    help: text,
    fixes: expect.any(Array),
    ...more,
  });
}

describe.concurrent('a folder that is no repository', () => {
  test.each(['check', 'apply', 'run', 'status', 'inbox'])('is told to %s by name, with the next thing to type', async (command) => {
    const empty = tempFolder();
    expect(await perennial([command], { cwd: empty })).toEqual({
      code: 2,
      out: '',
      err:
        `perennial: There is no perennial.yaml in ${empty}.\n` +
        `Name the folder of your campaigns (perennial ${command} my-campaigns), or make one: perennial init my-campaigns\n`,
    });
  });

  test('but has one above or below it, which is named', async () => {
    const folder = smallRepository();
    const inside = await perennial(['check', join(folder, 'templates/hello')]);
    expect(inside).toMatchObject({ code: 2, out: '' });
    expect(inside.err).toContain(`Did you mean: perennial check ${folder}\n`);
    const above = tempFolder();
    mkdirSync(join(above, 'mine'));
    writeFileSync(join(above, 'mine/perennial.yaml'), 'dsl: 1\n');
    expect((await perennial(['test', above])).err).toContain(`Did you mean: perennial test ${join(above, 'mine')}\n`);
  });

  test('does not exist', async () => {
    const folder = smallRepository();
    expect((await perennial(['check', join(folder, 'nowhere')])).err).toContain(`There is no folder ${join(folder, 'nowhere')}.`);
    expect((await perennial(['apply', join(folder, 'perennial.yaml')])).err).toContain('is a file; a folder of campaigns is wanted.');
  });
});

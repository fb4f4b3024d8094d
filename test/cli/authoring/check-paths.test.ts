import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { perennial, rewrite, smallRepository, tempFolder } from '../perennial.js';

function withTwoMistakes(): string {
  const folder = smallRepository();
  rewrite(folder, 'campaigns/hello.yaml', 'on: signed_up', 'on: sined_up');
  rewrite(folder, 'schema/lead.yaml', 'default: free', 'default: gratis');
  return folder;
}

describe.concurrent('perennial check of files', () => {
  test('prints what lies in them, from where it was run, and counts the rest', async () => {
    const folder = withTwoMistakes();
    const { code, out, err } = await perennial(['check', 'campaigns/hello.yaml', 'perennial.yaml', '--format', 'compact'], { cwd: folder });
    expect(code).toBe(1);
    expect(out).toMatch(/^campaigns\/hello\.yaml:7:9: error\[C2102\] [^\n]+\n$/);
    expect(err).toBe('Not shown: 1 error in 1 file besides.\n');
  });

  test('is clean where they are', async () => {
    const folder = withTwoMistakes();
    const { code, out, err } = await perennial(['check', join(folder, 'tests/hello.test.yaml')]);
    expect({ code, out }).toEqual({ code: 0, out: 'No problems in 1 file.\n' });
    expect(err).toBe('Not shown: 2 errors in 2 files besides.\n');
  });

  test('and of their repository prints all of it', async () => {
    const folder = withTwoMistakes();
    const { out, err } = await perennial(['check', '.', 'perennial.yaml', '--format', 'compact'], { cwd: folder });
    expect(out.split('\n')).toHaveLength(3);
    expect(err).toBe('');
  });

  test('of which one is read by no check is refused', async () => {
    const folder = smallRepository();
    writeFileSync(join(folder, 'README.md'), '# Mine\n');
    expect(await perennial(['check', 'README.md'], { cwd: folder })).toEqual({
      code: 2,
      out: '',
      err: `perennial: README.md is no file that a check reads.\nCheck all of them: perennial check ${folder}\n`,
    });
  });

  test('outside of any repository, or of two, is refused', async () => {
    const [one, other] = [smallRepository(), smallRepository()];
    const lost = join(tempFolder(), 'lost.yaml');
    writeFileSync(lost, 'campaign: lost\n');
    expect((await perennial(['check', lost])).err).toContain(`${lost} lies in no repository of campaigns`);
    const both = await perennial(['check', one, join(other, 'perennial.yaml')], { cwd: join(one, '..') });
    expect(both).toEqual({
      code: 2,
      out: '',
      err:
        'perennial: These lie in 2 repositories of campaigns, which are checked one at a time.\n' +
        `Type: perennial check ${relative(join(one, '..'), one)}\n`,
    });
  });
});

describe.concurrent('a repository', () => {
  test('without campaigns has nothing to check', async () => {
    const folder = smallRepository();
    for (const part of ['campaigns', 'templates', 'tests']) rmSync(join(folder, part), { recursive: true });
    expect(await perennial(['check'], { cwd: folder })).toEqual({
      code: 2,
      out: '',
      err: `perennial: There are no campaigns in ${folder}.\nWrite campaigns/<name>.yaml, or see ready ones: perennial init my-campaigns\n`,
    });
  });

  test('with nothing but perennial.yaml misses its schema', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'perennial.yaml'), 'dsl: 1\n');
    const { code, out } = await perennial(['check', folder]);
    expect(code).toBe(1);
    expect(out).toContain('error[C2001]');
    expect(out).toMatch(/\n\d errors? in \d files?\n/);
  });

  // The administrator may read everything but what the kernel itself keeps.
  const isAdministrator = process.getuid?.() === 0;
  test('with a file that cannot be read says which', async () => {
    const folder = smallRepository();
    const file = join(folder, 'campaigns/hello.yaml');
    if (isAdministrator) {
      rmSync(file);
      symlinkSync('/proc/self/mem', file);
    } else {
      chmodSync(file, 0o000);
    }
    const told = await perennial(['check', folder]);
    if (!isAdministrator) chmodSync(file, 0o644);
    const because = isAdministrator ? 'EIO' : 'permission denied';
    expect(told).toEqual({ code: 2, out: '', err: `perennial: ${file} cannot be read: ${because}.\nLook at it: ls -l ${file}\n` });
  });

  test('with a file that is far too large says which', async () => {
    const folder = smallRepository();
    writeFileSync(join(folder, 'campaigns/big.yaml'), '#'.repeat(1024 * 1024 + 1));
    const { code, err } = await perennial(['check', folder]);
    expect(code).toBe(2);
    expect(err).toContain('big.yaml is over 1 MiB');
  });

  test('with a link that leads nowhere, or a folder named like a file, is checked without it', async () => {
    const folder = smallRepository();
    symlinkSync(join(folder, 'gone.yaml'), join(folder, 'campaigns/gone.yaml'));
    mkdirSync(join(folder, 'campaigns/folder.yaml'));
    expect((await perennial(['check', folder])).code).toBe(0);
  });
});

describe.concurrent('a format for machines', () => {
  test.each(['json', 'sarif', 'github', 'junit'])('%s is all that is printed, and errors still fail', async (format) => {
    const folder = withTwoMistakes();
    const { code, out, err } = await perennial(['check', '--format', format, '--max', '1'], { cwd: folder });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('C2102');
    expect(out).toContain('schema/lead.yaml');
    if (format === 'json' || format === 'sarif') JSON.parse(out);
  });

  test('SARIF carries the version, the pages and what comments allow', async () => {
    const folder = smallRepository();
    rewrite(folder, 'campaigns/hello.yaml', '  - send: first-mail', '  - wait: way # perennial: allow endless-wait because it is short\n    for: activated\n  - send: first-mail');
    const { code, out } = await perennial(['check', folder, '--format', 'sarif']);
    expect(code).toBe(0);
    const [run] = JSON.parse(out).runs;
    expect(run.tool.driver.semanticVersion).toBe('0.1.0');
    expect(run.tool.driver.rules[0].help.markdown).toContain('# C4104 `endless-wait`');
    expect(run.results[0].suppressions[0].justification).toBe('it is short');
    expect((await perennial(['check', folder])).out).toMatch(/^No problems/);
  });
});

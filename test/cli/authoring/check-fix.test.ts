import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { perennial, rewrite, smallRepository } from '../perennial.js';

const campaign = 'campaigns/hello.yaml';

/** One slip that can be mended safely, one that wants a look, and one that a person has to mend. */
function withSlips(): string {
  const folder = smallRepository();
  rewrite(folder, campaign, '  - task: call\n', '  - task: call\n    when: !lead.employee\n');
  rewrite(folder, campaign, 'on: signed_up', 'on: sined_up');
  rewrite(folder, campaign, 'owner: team\n', '');
  return folder;
}

const textOf = (folder: string, file = campaign) => readFileSync(join(folder, file), 'utf8');

describe.concurrent('perennial check --fix', () => {
  test('mends what is safe, says how much, and prints what is left', async () => {
    const folder = withSlips();
    const { code, out, err } = await perennial(['check', '--fix', '--format', 'compact'], { cwd: folder });
    expect({ code, err }).toEqual({ code: 1, err: 'Mended 1 in 1 file.\n' });
    expect(out.match(/\[C\d+\]/g)?.toSorted()).toEqual(['[C1002]', '[C2102]']);
    expect(textOf(folder)).toContain('when: not lead.employee\n');
    expect(textOf(folder)).toContain('sined_up');
    expect(readdirSync(join(folder, 'campaigns'))).toEqual(['hello.yaml']);
  });

  test('takes a folder behind it for what to check', async () => {
    const folder = withSlips();
    const { err } = await perennial(['check', '--fix', folder]);
    expect(err).toBe('Mended 1 in 1 file.\n');
    expect((await perennial(['check', folder, '--fix'])).err).toBe('Mended 0 in 0 files.\n');
  });

  test('with unsafe mends what it would guess, too', async () => {
    const folder = withSlips();
    const { code, out } = await perennial(['check', folder, '--fix=unsafe', '--format', 'compact']);
    expect(code).toBe(1);
    expect(out.match(/\[C\d+\]/g)).toEqual(['[C1002]']);
    expect(textOf(folder)).toContain('on: signed_up');
  });

  test('of a file mends no other', async () => {
    const folder = withSlips();
    rewrite(folder, 'tests/hello.test.yaml', 'campaign: hello', 'campaign: helo');
    const before = textOf(folder);
    await perennial(['check', 'tests/hello.test.yaml', '--fix=unsafe'], { cwd: folder });
    expect(textOf(folder)).toBe(before);
    expect(textOf(folder, 'tests/hello.test.yaml')).toContain('campaign: hello\n');
  });

  test('keeps line breaks, the mode and a link; leaves what did not change', async () => {
    const folder = withSlips();
    const file = join(folder, campaign);
    writeFileSync(file, textOf(folder).replaceAll('\n', '\r\n').trimEnd());
    chmodSync(file, 0o640);
    renameSync(file, join(folder, 'real.yaml'));
    symlinkSync('../real.yaml', file);
    const test = statSync(join(folder, 'tests/hello.test.yaml'));
    const before = textOf(folder);
    await perennial(['check', folder, '--fix']);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(textOf(folder)).toBe(before.replace('!lead', 'not lead'));
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(statSync(join(folder, 'tests/hello.test.yaml')).ino).toBe(test.ino);
  });

  test('does not touch a file that is not UTF-8', async () => {
    const folder = withSlips();
    const file = join(folder, campaign);
    const bytes = Buffer.concat([Buffer.from('# caf'), Buffer.from([0xe9]), Buffer.from(`\n${textOf(folder)}`)]);
    writeFileSync(file, bytes);
    const { code, err } = await perennial(['check', folder, '--fix']);
    expect(code).toBe(2);
    expect(err).toContain(`${campaign} is no longer what was checked, or is not UTF-8; nothing was written.`);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

describe.concurrent('perennial check --diff', () => {
  test('prints what --fix would change, as git applies it, and writes nothing', async () => {
    const folder = withSlips();
    const before = textOf(folder);
    const { code, out, err } = await perennial(['check', folder, '--diff'], { cwd: join(folder, '..') });
    expect(code).toBe(1);
    expect(err).toMatch(/^--fix would mend 1; nothing was written\. Then: 2 errors in 1 of \d+ files\.\n$/);
    expect(out).toContain('-    when: !lead.employee\n+    when: not lead.employee\n');
    expect(textOf(folder)).toBe(before);
    execFileSync('git', ['apply', '-'], { cwd: join(folder, '..'), input: out });
    const patched = textOf(folder);
    writeFileSync(join(folder, campaign), before);
    await perennial(['check', folder, '--fix']);
    expect(textOf(folder)).toBe(patched);
  });

  test('is empty where there is nothing to mend', async () => {
    const { code, out, err } = await perennial(['check', smallRepository(), '--fix=unsafe', '--diff']);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toMatch(/^--fix=unsafe would mend 0; nothing was written\. Then: No problems in \d+ files\.\n$/);
  });
});

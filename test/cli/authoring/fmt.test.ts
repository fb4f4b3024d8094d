import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { perennial, smallRepository, tempFolder } from '../perennial.js';

describe.concurrent('perennial fmt', () => {
  test('brings files into their form, once', async () => {
    const folder = smallRepository();
    await perennial(['fmt'], { cwd: folder });
    const file = join(folder, 'campaigns/hello.yaml');
    const formatted = readFileSync(file, 'utf8');
    writeFileSync(file, formatted.replace('kind: welcome', 'kind:    welcome   # why'));
    const checked = await perennial(['fmt', '--check'], { cwd: folder });
    expect(checked).toMatchObject({ code: 1, out: 'campaigns/hello.yaml\n' });
    expect(readFileSync(file, 'utf8')).toContain('kind:    welcome   # why');
    expect(await perennial(['fmt', 'campaigns/hello.yaml'], { cwd: folder })).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(formatted.replace('kind: welcome', 'kind: welcome # why'));
    expect(await perennial(['fmt', '--check'], { cwd: folder })).toMatchObject({ code: 0, out: '' });
  });

  test('leaves a file that cannot be read, and says where', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'x.campaign'), 'sned hello\n');
    const { code, err } = await perennial(['fmt', 'x.campaign'], { cwd: folder });
    expect(code).toBe(1);
    expect(err).toContain('"sned" begins nothing in a campaign.');
    expect(readFileSync(join(folder, 'x.campaign'), 'utf8')).toBe('sned hello\n');
  });

  test('has words for paths that lead nowhere', async () => {
    const { code, err } = await perennial(['fmt', 'nowhere'], { cwd: tempFolder() });
    expect({ code, err }).toEqual({ code: 2, err: 'perennial: There is no file or folder nowhere.\n' });
  });
});

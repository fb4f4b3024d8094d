import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { perennial, smallRepository, tempFolder } from '../perennial.js';

describe.concurrent('perennial convert', () => {
  test('prints the other surface and writes nothing', async () => {
    const folder = smallRepository();
    const { code, out } = await perennial(['convert', 'campaigns/hello.yaml'], { cwd: folder });
    expect(code).toBe(0);
    expect(out).toMatch(/^campaign hello "Say hello"\nkind welcome\n/);
    expect(existsSync(join(folder, 'campaigns/hello.campaign'))).toBe(false);
  });

  test('lets the new file take the place of the old one, and back', async () => {
    const folder = smallRepository();
    const before = readFileSync(join(folder, 'campaigns/hello.yaml'), 'utf8');
    const there = await perennial(['convert', 'campaigns/hello.yaml', '--write'], { cwd: folder });
    expect(there).toMatchObject({ code: 0, out: 'campaigns/hello.yaml -> campaigns/hello.campaign\n' });
    expect(existsSync(join(folder, 'campaigns/hello.yaml'))).toBe(false);
    await perennial(['convert', 'campaigns/hello.campaign', '--to', 'yaml', '--write'], { cwd: folder });
    expect(existsSync(join(folder, 'campaigns/hello.campaign'))).toBe(false);
    const after = readFileSync(join(folder, 'campaigns/hello.yaml'), 'utf8');
    expect(after.replace('\n\nsteps:', '\nsteps:')).toBe(before);
  });

  test('keeps what it cannot say, and what is there already', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'x.yaml'), 'campaign: x\nfrobnicate: 3\n');
    const unsayable = await perennial(['convert', 'x.yaml', '--write'], { cwd: folder });
    expect(unsayable).toMatchObject({ code: 1, err: 'x.yaml:2:1: "frobnicate" cannot be written in the other form.\n' });
    writeFileSync(join(folder, 'x.yaml'), 'campaign: x\n');
    writeFileSync(join(folder, 'x.campaign'), '');
    const taken = await perennial(['convert', 'x.yaml', '--write'], { cwd: folder });
    expect(taken).toMatchObject({ code: 2, err: 'perennial: x.campaign is there already.\nRemove one of the two.\n' });
    expect(readFileSync(join(folder, 'x.yaml'), 'utf8')).toBe('campaign: x\n');
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { loadPayloadCodec } from '../../../../runtime/service/payload-codec.js';

const folder = await mkdtemp(join(tmpdir(), 'perennial-codec-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function load(name: string, source: string): Promise<unknown> {
  await writeFile(join(folder, name), source);
  return loadPayloadCodec(name, { cwd: folder, secretOf: () => undefined });
}

test('a module that is no codec is refused before anything starts, with what is wrong', async () => {
  await expect(loadPayloadCodec('nowhere.mjs', { cwd: folder, secretOf: () => undefined })).rejects.toThrow('"nowhere.mjs" cannot be loaded');
  await expect(load('other.mjs', 'export const codec = 1;')).rejects.toThrow('"other.mjs" exports no function "createCodec".');
  await expect(load('half.mjs', 'export const createCodec = () => ({ encode() {} });')).rejects.toThrow('has no functions "encode" and "decode"');
  await expect(load('throws.mjs', 'export const createCodec = () => { throw new Error("no key"); };')).rejects.toThrow('makes no codec: no key');
  const lossy = 'export const createCodec = () => ({ encode: async () => [{}], decode: async (all) => all });';
  await expect(load('lossy.mjs', lossy)).rejects.toThrow('"lossy.mjs" does not give back what it took.');
});

test('the example wants its keys, and repeats none of them', async () => {
  const example = (keys: string | undefined) =>
    loadPayloadCodec('examples/operations/payload-codec.mjs', { cwd: fileURLToPath(new URL('../../../../', import.meta.url)), secretOf: () => keys });
  await expect(example(undefined)).rejects.toThrow('PERENNIAL_PAYLOAD_KEYS is not set.');
  const short = await example('2026:c2hvcnQ=').catch((error: unknown) => String(error));
  expect(short).toContain('has to hold <id>:<32 bytes in base64>');
  expect(short).not.toContain('c2hvcnQ');
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { perennial, tempFolder } from '../perennial.js';

test('schemas writes one file for each kind of file, and says how an editor finds them', async () => {
  const cwd = tempFolder();
  const { code, out, err } = await perennial(['schemas', '--out', 'made'], { cwd });
  expect(code).toBe(0);
  const files = readdirSync(join(cwd, 'made')).toSorted();
  expect(files).toEqual(['campaign', 'schema', 'scoring', 'segments', 'tests', 'workspace'].map((kind) => `perennial-${kind}.schema.json`));
  expect(out.trim().split('\n').toSorted()).toEqual(files.map((file) => `made/${file}`));
  expect(err).toContain('"./made/perennial-campaign.schema.json": "campaigns/*.yaml"');
  expect(readFileSync(join(cwd, 'made', 'perennial-campaign.schema.json'), 'utf8')).toContain('http://json-schema.org/draft-07/schema#');
});

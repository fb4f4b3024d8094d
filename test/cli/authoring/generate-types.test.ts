import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { checkTypes, writeTypes } from '../../../cli/commands/authoring/generate-types.command.js';
import { packageRoot } from '../../../cli/package-root.js';
import { tempFolder } from '../perennial.js';
import { recordingHost } from '../recording-host.js';

const schema = `lead:
  email: { type: text, personal: true, meaning: The address to write to. }
  plan: { type: enum, values: [free, "it's"], default: free }
  since: { type: date, example: 2026-03-01 }
  last_seen: { type: timestamp }
account:
  size: { type: number, meaning: How many work there. }
events:
  signed_up:
    meaning: "An account was created. Not */ the end."
    properties:
      plan: { type: enum, values: [free, trial] }
      seats: { type: number, example: 3 }
      invited: { type: boolean }
  logged_in:
  demo-booked:
`;

/** A repository of this schema and nothing else. */
function repository(text = schema): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'schema'));
  writeFileSync(join(folder, 'perennial.yaml'), 'dsl: 1\n');
  writeFileSync(join(folder, 'schema/all.yaml'), text);
  return folder;
}

async function generated(text?: string) {
  const folder = repository(text);
  const host = recordingHost(folder);
  expect(await writeTypes(host, '.', 'generated')).toBe(0);
  const read = (file: string) => readFileSync(join(folder, 'generated', file), 'utf8');
  return { folder, host, types: read('perennial-events.ts'), json: read('perennial-events.schema.json') };
}

test('the types say what the schema says', async () => {
  const { types } = await generated();
  await expect(types).toMatchFileSnapshot('perennial-events.ts.out');
});

test('the same schema gives the same files, and nothing is written twice', async () => {
  const { folder, types, json } = await generated();
  expect(await generated()).toMatchObject({ types, json });
  const again = recordingHost(folder);
  await writeTypes(again, '.', 'generated');
  expect(again.said).toEqual({ out: '', err: 'Nothing changed.\n' });
});

test('--check fails for what is missing and for what is not up to date', async () => {
  const folder = repository();
  const before = recordingHost(folder);
  expect(await checkTypes(before, '.', 'generated')).toBe(1);
  expect(before.said.out).toBe('generated/perennial-events.ts is missing\ngenerated/perennial-events.schema.json is missing\n');
  await writeTypes(recordingHost(folder), '.', 'generated');
  expect(await checkTypes(recordingHost(folder), '.', 'generated')).toBe(0);
  writeFileSync(join(folder, 'schema/all.yaml'), schema.replace('trial]', 'trial, team]'));
  const after = recordingHost(folder);
  expect(await checkTypes(after, '.', 'generated')).toBe(1);
  expect(after.said).toEqual({
    out: 'generated/perennial-events.ts is not up to date\ngenerated/perennial-events.schema.json is not up to date\n',
    err: 'Run: perennial generate-types --out generated\n',
  });
});

test('a schema with an error writes nothing and says where', async () => {
  const folder = repository('lead:\n  plan: { type: txt }\n');
  const host = recordingHost(folder);
  expect(await writeTypes(host, '.', 'generated')).toBe(1);
  expect(host.said.err).toContain('schema/all.yaml:2:');
});

test('the compiler takes the types strictly, and a Segment client with them', async () => {
  const { folder } = await generated();
  const use = `import { Analytics } from '@segment/analytics-node';
import { typedAnalytics } from './perennial-events.js';

const analytics = typedAnalytics(new Analytics({ writeKey: 'a-key' }));
analytics.track({ userId: 'u-1', event: 'signed_up', properties: { plan: 'trial', seats: 3, invited: null } });
analytics.track({ userId: 'u-1', event: 'demo-booked' });
analytics.track({ userId: 'u-1', event: 'logged_in', timestamp: new Date(0) });
analytics.identify({ userId: 'u-1', traits: { plan: "it's", since: '2026-03-01', last_seen: '2026-03-01T09:00:00Z' } });
// @ts-expect-error no such event
analytics.track({ userId: 'u-1', event: 'signedup' });
// @ts-expect-error no such plan
analytics.track({ userId: 'u-1', event: 'signed_up', properties: { plan: 'trail' } });
// @ts-expect-error no such property
analytics.track({ userId: 'u-1', event: 'signed_up', properties: { pln: 'trial' } });
// @ts-expect-error a number is wanted
analytics.track({ userId: 'u-1', event: 'signed_up', properties: { seats: '3' } });
// @ts-expect-error nobody did it
analytics.track({ event: 'logged_in' });
// @ts-expect-error no such attribute
analytics.identify({ userId: 'u-1', traits: { e_mail: 'ada@example.com' } });
`;
  const compilerOptions = {
    target: 'es2022', module: 'nodenext', strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true, isolatedModules: true, noEmit: true, skipLibCheck: true, types: ['node'],
  };
  writeFileSync(join(folder, 'generated/use.ts'), use);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['generated'] }));
  symlinkSync(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'), 'junction');
  const tsc = join(packageRoot(), 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

test('the JSON Schema takes and refuses the same', async () => {
  const { json } = await generated();
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
  addFormats.default(ajv);
  const valid = ajv.compile(JSON.parse(json));
  const track = (event: string, properties: object) => valid({ type: 'track', userId: 'u-1', event, properties });
  expect(track('signed_up', { plan: 'trial', seats: 3, invited: null })).toBe(true);
  expect(track('signed_up', { plan: 'trail' })).toBe(false);
  expect(track('signed_up', { pln: 'trial' })).toBe(false);
  expect(track('signedup', {})).toBe(false);
  expect(valid({ type: 'identify', userId: 'u-1', traits: { since: '2026-03-01', plan: "it's" } })).toBe(true);
  expect(valid({ type: 'identify', userId: 'u-1', traits: { since: '2026-02-30' } })).toBe(false);
});

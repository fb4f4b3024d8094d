import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { checkEvents } from '../../../cli/commands/authoring/check-events.command.js';
import { checkTypes, writeTypes } from '../../../cli/commands/authoring/generate-types.command.js';
import { packageRoot } from '../../../cli/package-root.js';
import { fencedBlocks, projectFile } from '../../docs/fenced-blocks.js';
import { tempFolder } from '../perennial.js';
import { recordingHost } from '../recording-host.js';

const blocks = fencedBlocks(projectFile('docs/guide/data-contract.md'));
const block = (language: string) => blocks.find((one) => one.language === language)?.text ?? '';
const library = join(packageRoot(), 'campaigns');

test('the client of the page compiles with the types of the library, and its mistake does not', async () => {
  const folder = tempFolder();
  const host = recordingHost(folder);
  expect(await writeTypes(host, library, 'generated')).toBe(0);
  expect(await checkTypes(host, library, 'generated')).toBe(0);
  writeFileSync(join(folder, 'client.ts'), block('ts'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true, types: ['node'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['client.ts'] }));
  symlinkSync(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'), 'junction');
  const tsc = join(packageRoot(), 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

test('the recorded events of the page are told of as it says', async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app/events.jsonl'), block('jsonl').trimEnd());
  const host = recordingHost(join(folder, 'app'));
  expect(await checkEvents(host, 'events.jsonl', { repository: library, format: 'pretty' })).toBe(1);
  expect(host.said.out).toBe(block('text'));
});

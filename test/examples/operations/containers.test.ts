import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { createMetrics } from '../../../runtime/operations/metrics.js';
import { startOperationsServer } from '../../../runtime/operations/operations-server.js';
import { projectFile } from '../../docs/fenced-blocks.js';
import { validator } from './schemas.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const dockerfile = projectFile('Dockerfile');
const compose = projectFile('examples/operations/compose.yaml');
const folder = 'examples/operations/kubernetes';
const manifests = readdirSync(`${root}/${folder}`).map((name) => ({ name, text: projectFile(`${folder}/${name}`) }));

describe('what the files hold', () => {
  test('Compose knows every key, and every image has a version', () => {
    const validate = validator('compose');
    const read: unknown = parse(compose, { merge: true });
    expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each(manifests)('Kubernetes knows every key: $name', ({ text }) => {
    const validate = validator('kubernetes');
    for (const document of parseAllDocuments(text)) {
      expect(document.errors).toEqual([]);
      const read: unknown = document.toJS();
      expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  test('selectors, ports and the secret are those of the pods', () => {
    const all = manifests.map(({ text }) => text).join('\n');
    for (const [, app] of all.matchAll(/(?:selector|matchLabels): \{ app: ([\w-]+) \}/g)) expect(all).toContain(`labels: { app: ${app} }`);
    for (const [, port] of all.matchAll(/(?:targetPort|port): ([a-z]+)\b/g)) expect(all).toContain(`name: ${port}, containerPort`);
    for (const [, name] of all.matchAll(/secretRef:\n +name: ([\w-]+)/g)) expect(all).toMatch(new RegExp(`kind: Secret\\nmetadata:\\n {2}name: ${name}\\n`));
  });

  test('every variable that they set is one that the program reads', () => {
    const known = projectFile('docs/reference/environment.md');
    const set = [dockerfile, compose, ...manifests.map(({ text }) => text)].flatMap((text) => text.match(/\b(?:PERENNIAL_[A-Z_]+|DATABASE_URL|TEMPORAL_[A-Z_]+)\b/g) ?? []);
    expect(set.length).toBeGreaterThan(15);
    expect([...new Set(set)].filter((name) => !known.includes(`| \`${name}\` |`))).toEqual([]);
  });

  test('the image runs without root, and what it copies is there', () => {
    const [, last = ''] = dockerfile.split(/^FROM \S+:\d+\.\d+\.\d+.*$/m).slice(1);
    expect(last).toMatch(/^USER node$/m);
    expect(dockerfile.match(/^FROM /gm)).toHaveLength(2);
    for (const [, name] of last.matchAll(/--from=build \/app\/(\S+)/g)) {
      if (name !== 'node_modules' && name !== 'dist') expect(readdirSync(root)).toContain(name);
    }
  });
});

const written = [
  ...[...dockerfile.matchAll(/^CMD (\[.*\])$/gm)].map(([, words = '']) => words),
  ...[compose, ...manifests.map(({ text }) => text)].flatMap((text) => [...text.matchAll(/^ *(?:command|args): (\[.*\])$/gm)].map(([, words = '']) => words)),
];
const commands = [
  ...new Map(
    written.map((words) => {
      const read: unknown = parse(words);
      const args = Array.isArray(read) ? read.map(String) : [];
      return [args.join(' '), args] as const;
    }),
  ).values(),
];

test('the command lines are found', () => {
  expect(commands.map((words) => words.join(' ')).toSorted()).toEqual([
    'apply /campaigns --yes',
    'serve',
    'serve --roles ingest,router',
    'serve --roles worker',
  ]);
});

// Without a server to go to, the program says what it lacks: it has taken the words before.
test.each(commands)('the program takes: %s %s %s', async (...words) => {
  const args = words.map((word) => (word === '/campaigns' ? 'campaigns' : word));
  const env = { PATH: process.env['PATH'], DATABASE_URL: args[0] === 'apply' ? 'postgres://nobody@127.0.0.1:9/none' : '', PERENNIAL_PUBLIC_URL: 'http://127.0.0.1' };
  const ended = promisify(execFile)(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'cli/main.ts', ...args], { cwd: root, env });
  const expected = args[0] === 'apply' ? /127\.0\.0\.1:9/ : /DATABASE_URL is not set/;
  await expect(ended).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(expected) });
});

test('the health check says whether the process lives', async () => {
  const [, script = ''] = /HEALTHCHECK .*CMD \["node", "-e", "(.*)"\]/.exec(dockerfile) ?? [];
  const server = await startOperationsServer({ listen: { host: '127.0.0.1', port: 0 }, metrics: createMetrics(), unready: async () => [] });
  const check = promisify(execFile);
  const here = script.replace('http://127.0.0.1:4479', server.url);
  expect(here).not.toBe(script);
  await check(process.execPath, ['-e', here]);
  await server.stop();
  await expect(check(process.execPath, ['-e', here])).rejects.toMatchObject({ code: 1 });
});

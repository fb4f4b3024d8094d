import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fileSchema, yamlFiles } from '../../../compiler/editor/schemas/file-schemas.js';
import type { YamlFileKind } from '../../../compiler/editor/schemas/file-schemas.js';
import { allKeyTypes } from '../../../grammar/decode/all-key-types.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const kinds: readonly YamlFileKind[] = ['workspace', 'schema', 'segments', 'scoring', 'campaign', 'tests'];

const validators = new Map<YamlFileKind, ValidateFunction>(
  kinds.map((kind) => {
    const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
    for (const word of ['defaultSnippets', 'markdownDescription']) ajv.addKeyword(word);
    return [kind, ajv.compile(fileSchema(kind))];
  }),
);

/** What the schema says against a text; each line the place and the complaint. */
function complaints(kind: YamlFileKind, text: string): readonly string[] {
  const validate = validators.get(kind);
  if (validate === undefined) throw new Error(kind);
  if (validate(parse(text))) return [];
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

function kindOf(path: string): YamlFileKind | undefined {
  if (path === 'perennial.yaml') return 'workspace';
  const [folder] = path.split('/');
  if (folder === 'campaigns') return 'campaign';
  return kinds.find((kind) => kind === folder);
}

const repositories = ['campaigns', 'examples/saas', 'examples/shop', 'test/compiler/reference'];
const files = repositories.flatMap((repository) =>
  readdirSync(join(root, repository), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && !path.includes('.perennial'))
    .flatMap((path) => {
      const kind = kindOf(path);
      return kind === undefined ? [] : [{ path: `${repository}/${path}`, kind }];
    }),
);

describe('the schemas of files', () => {
  test('there are files of nearly every kind', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(new Set(files.map(({ kind }) => kind))).toEqual(new Set(['workspace', 'schema', 'scoring', 'campaign', 'tests']));
  });

  test.each(files)('$path is as its schema says', ({ path, kind }) => {
    expect(complaints(kind, readFileSync(join(root, path), 'utf8'))).toEqual([]);
  });

  test.each([
    ['campaign', 'title', 'tilte'],
    ['campaign', 'at_most', 'at_mots'],
    ['campaign', '  - send', '  - sned'],
    ['campaign', 'again', 'agian'],
    ['scoring', 'limits', 'limts'],
    ['tests', 'expect', 'expct'],
    ['workspace', 'postal_address', 'postal_adress'],
    ['workspace', 'reply_to', 'replyto'],
    ['schema', 'meaning', 'meaing'],
  ] as const)('a misspelt key of a %s is refused: %s', (kind, right, wrong) => {
    const path = files.find((file) => file.kind === kind && readFileSync(join(root, file.path), 'utf8').includes(right))?.path ?? '';
    const text = readFileSync(join(root, path), 'utf8').replace(right, wrong);
    const said = complaints(kind, text);
    expect(said.length).toBeGreaterThan(0);
    expect(said.join('\n')).toContain(wrong.replace(/^[ -]+/, ''));
  });

  test('a step with a key too many gives one complaint, and no alternatives', () => {
    const text = 'campaign: a\nkind: welcome\nstage: lead\nowner: b\nenter: [{ on: c }]\nsteps: [{ send: hello, tempalte: x }]';
    expect(complaints('campaign', text)).toEqual([
      '/steps/0 must NOT have additional properties {"additionalProperty":"tempalte"}',
    ]);
  });

  test('values of the wrong kind are refused', () => {
    expect(complaints('workspace', 'dsl: one\ncompany: a\npostal_address: b\nzone: c')).toHaveLength(1);
    expect(complaints('segments', 'segments: { a: [x] }')).not.toEqual([]);
    expect(complaints('segments', 'segments: { a: lead.employee, b: { when: lead.employee, meaning: us } }')).toEqual([]);
  });

  test('every key type that a file can hold is described, with words for people', () => {
    const described = new Set(kinds.flatMap((kind) => Object.keys(fileSchema(kind).definitions ?? {})));
    expect(Object.keys(allKeyTypes).filter((type) => !described.has(type))).toEqual([]);
    for (const kind of kinds) {
      for (const schema of Object.values(fileSchema(kind).definitions ?? {})) expect(schema.description).toMatch(/\.$/);
    }
  });

  test('the title of each names what the file is', () => {
    for (const kind of kinds) expect(fileSchema(kind).title).toBe(yamlFiles[kind].title);
  });
});

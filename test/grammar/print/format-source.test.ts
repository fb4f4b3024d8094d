import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';
import { decodeSchema } from '../../../grammar/decode/decode-schema.js';
import { decodeScoring } from '../../../grammar/decode/decode-scoring.js';
import { decodeTests } from '../../../grammar/decode/decode-tests.js';
import { decodeWorkspace } from '../../../grammar/decode/decode-workspace.js';
import { countRemarks } from '../../../grammar/print/count-remarks.js';
import { convertSource, formatSource, readWithRemarks, type Printed } from '../../../grammar/print/format-source.js';
import type { Source } from '../../../grammar/span.js';
import { withoutPlaces } from '../without-places.js';
import { arbitraryCampaign } from './arbitrary-campaign.js';

const root = new URL('../../../', import.meta.url).pathname;
const repositories = ['campaigns', 'examples/saas', 'examples/shop'];
const files = repositories.flatMap((repository) =>
  ['.', 'schema', 'scoring', 'campaigns', 'tests', 'segments'].flatMap((folder) =>
    listed(join(root, repository, folder))
      .filter((name) => name.endsWith('.yaml'))
      .map((name): Source => {
        const path = join(repository, folder, name);
        return { path, text: readFileSync(join(root, path), 'utf8') };
      }),
  ),
);

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function decoded(source: Source): unknown {
  const { path } = source;
  if (/perennial\.yaml$/.test(path)) return withoutPlaces(decodeWorkspace(source));
  if (/schema\//.test(path)) return withoutPlaces(decodeSchema(source));
  if (/scoring\//.test(path)) return withoutPlaces(decodeScoring(source));
  return withoutPlaces(/tests\//.test(path) ? decodeTests(source) : decodeCampaign(source));
}

function demand(printed: Printed): Source {
  if (printed.kind !== 'printed') throw new Error(JSON.stringify(printed));
  return printed;
}

function remarksIn(source: Source): number {
  const { value } = readWithRemarks(source);
  return value === undefined ? -1 : countRemarks(value);
}

describe.each(files.map((source) => [source.path, source] as const))('%s', (path, source) => {
  test('says the same in its canonical form, which is one', () => {
    const formatted = demand(formatSource(source));
    expect(decoded(formatted)).toEqual(decoded(source));
    expect(formatSource(formatted)).toEqual({ kind: 'printed', ...formatted });
    expect(formatted.text.match(/^\s*#.*|\s#.*/gm)?.length).toBe(source.text.match(/^\s*#.*|\s#.*/gm)?.length);
  });
});

/** The other kinds of file have one surface only. */
const withTwoSurfaces = files.filter(({ path }) => {
  const below = path.slice(path.indexOf('/') + 1);
  return /campaigns\/[^/]+\.yaml$|tests\/|scoring\//.test(below) && !/perennial/.test(path);
});

test.each(withTwoSurfaces.map((source) => [source.path, source] as const))(
  '%s: there and back through the textual surface is the same, comments too',
  (path, source) => {
    const text = demand(convertSource(source, 'text'));
    const back = demand(convertSource(text, 'yaml'));
    expect(back.path).toBe(path);
    expect(decoded(text)).toEqual(decoded(source));
    expect(decoded(back)).toEqual(decoded(source));
    expect([remarksIn(text), remarksIn(back)]).toEqual([remarksIn(source), remarksIn(source)]);
    expect(demand(formatSource(text))).toEqual({ kind: 'printed', ...text });
  },
);

// That both surfaces say the same is a law as well, with far more cases: npm run laws -- surfaces.
test('any campaign says the same in both surfaces and both canonical forms', () => {
  fc.assert(
    fc.property(arbitraryCampaign, (yaml) => {
      const source = { path: 'campaigns/x.yaml', text: yaml };
      const { value } = decodeCampaign(source);
      const text = demand(convertSource(source, 'text'));
      const back = demand(convertSource(text, 'yaml'));
      const formatted = demand(formatSource(source));
      const wanted = withoutPlaces(value);
      for (const one of [text, back, formatted]) expect(withoutPlaces(decodeCampaign(one).value)).toEqual(wanted);
      // Both are in their canonical form already.
      expect(formatSource(text)).toEqual({ kind: 'printed', ...text });
      expect(formatSource(formatted)).toEqual({ kind: 'printed', ...formatted });
    }),
    { numRuns: 50 },
  );
}, 240_000);

test.each([
  ['x.yaml', '# top\n\n\n\na:   1 # one\n\n\nb:\n- x\n- { c: d,e: [f] }   # flow\n# foot of the list?\nc: >-\n   folded\n   text\n# end\n', '# top\n\na: 1 # one\n\nb:\n  - x\n  - { c: d, e: [f] } # flow\n# foot of the list?\nc: >-\n  folded\n  text\n# end\n'],
  ['x.yaml', "a: 'x: y'\nb: \"1001\"\nc: >\n  a\n  b\nd: |+\n  a\n\n\ne: plain\n  folded\n", "a: 'x: y'\nb: \"1001\"\nc: >\n  a\n  b\nd: |+\n  a\n\n\ne: plain folded\n"],
  ['x.campaign', 'campaign x "A"   kind welcome # why\n\n\n# steps\nsend a\n  after 2d # soon\nif b when c { # d\n  # e\n}\n', 'campaign x "A"\nkind welcome # why\n\n# steps\nsend a after 2d # soon\nif b when c { # d\n  # e\n}\n'],
])('%s is laid out', (path, text, expected) => {
  expect(demand(formatSource({ path, text })).text).toBe(expected);
});

test('what the textual surface cannot say is named, not lost', () => {
  const source = { path: 'x.yaml', text: 'campaign: x\nfrobnicate: 3\nsteps:\n  - send: a\n    leap: 2\n' };
  const printed = convertSource(source, 'text');
  expect(printed.kind === 'unsayable' ? printed.spans.map(({ start, end }) => source.text.slice(start, end)) : printed).toEqual(['frobnicate', 'leap']);
  expect(convertSource({ path: 'perennial.yaml', text: 'dsl: 1\n' }, 'text')).toEqual({ kind: 'yaml-only' });
  expect(convertSource({ path: 'x.yaml', text: 'a: [' }, 'text').kind).toBe('unreadable');
});

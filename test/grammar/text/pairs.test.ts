import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';
import { decodeScoring } from '../../../grammar/decode/decode-scoring.js';
import { decodeSegments } from '../../../grammar/decode/decode-segments.js';
import { decodeTests } from '../../../grammar/decode/decode-tests.js';
import type { Source } from '../../../grammar/span.js';
import { textKindOf, type TextKind } from '../../../grammar/text/surface.js';
import { normalForm } from '../../../grammar/tree/normal-form.js';
import { readTree } from '../../../grammar/tree/read-tree.js';
import type { TreeNode } from '../../../grammar/tree/tree-node.js';
import { convertSource, formatSource } from '../../../grammar/print/format-source.js';
import { codesAndPlaces } from '../reports.js';
import { withoutPlaces } from '../without-places.js';

const folder = new URL('pairs/', import.meta.url);
const names = readdirSync(folder);
const pairs = names.filter((name) => textKindOf(name) !== undefined).map((name) => {
  const yaml = names.find((other) => other !== name && other.startsWith(name.slice(0, 3))) ?? '';
  return [name, yaml] as const;
});

const decoders = { campaign: decodeCampaign, scoring: decodeScoring, segments: decodeSegments, tests: decodeTests } as const;

function fixture(name: string): Source {
  return { path: name, text: readFileSync(new URL(name, folder), 'utf8') };
}

function kindOf(name: string): TextKind {
  return textKindOf(name) ?? 'campaign';
}

/** What a tree says: keys and scalars, their types too. */
function said(node: TreeNode | undefined): unknown {
  switch (node?.kind) {
    case 'scalar':
      return [node.type, node.text];
    case 'mapping':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.value, said(value)]));
    case 'sequence':
      return node.items.map(said);
    default:
      return node?.kind;
  }
}

describe.each(pairs)('%s and %s', (textName, yamlName) => {
  const text = fixture(textName);
  const yaml = fixture(yamlName);
  const kind = kindOf(textName);

  test('are the same tree', () => {
    const trees = [text, yaml].map((source) => {
      const { value, diagnostics } = readTree(source);
      expect(codesAndPlaces(source, diagnostics)).toEqual([]);
      return value === undefined ? undefined : said(normalForm(value, kind));
    });
    expect(trees[0]).toEqual(trees[1]);
  });

  test('are decoded to the same', () => {
    const [one, other] = [text, yaml].map((source) => {
      const { value, diagnostics } = decoders[kind](source);
      expect(codesAndPlaces(source, diagnostics)).toEqual([]);
      return withoutPlaces(value);
    });
    expect(one).toEqual(other);
  });

  test('become each other', () => {
    for (const [source, to, other] of [[text, 'yaml', yaml], [yaml, 'text', text]] as const) {
      const printed = convertSource(source, to);
      if (printed.kind !== 'printed') throw new Error(`${source.path}: ${JSON.stringify(printed)}`);
      expect(printed.path).toBe(other.path);
      expect(withoutPlaces(decoders[kind](printed).value)).toEqual(withoutPlaces(decoders[kind](other).value));
    }
  });

  test('keep their meaning in the canonical form, which is one', () => {
    for (const source of [text, yaml]) {
      const printed = formatSource(source);
      if (printed.kind !== 'printed') throw new Error(`${source.path}: ${JSON.stringify(printed)}`);
      expect(withoutPlaces(decoders[kind](printed).value)).toEqual(withoutPlaces(decoders[kind](source).value));
      expect(formatSource(printed)).toEqual(printed);
    }
  });
});

test('every scalar of the textual surface knows its place', () => {
  for (const [name] of pairs) {
    const source = fixture(name);
    const visit = (node: TreeNode | undefined): void => {
      if (node?.kind === 'mapping') for (const { value } of node.entries) visit(value);
      if (node?.kind === 'sequence') for (const item of node.items) visit(item);
      if (node?.kind !== 'scalar' || node.style !== 'plain') return;
      for (let at = 0; at < node.text.length; at += 1) {
        const { start, end } = node.place(at, at + 1);
        expect(source.text.slice(start, end)).toBe(node.text[at]);
      }
    };
    visit(readTree(source).value);
  }
});

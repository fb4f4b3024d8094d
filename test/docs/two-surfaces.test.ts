import { expect, test } from 'vitest';
import { decodeCampaign } from '../../grammar/decode/decode-campaign.js';
import { decodeScoring } from '../../grammar/decode/decode-scoring.js';
import { decodeSegments } from '../../grammar/decode/decode-segments.js';
import { decodeTests } from '../../grammar/decode/decode-tests.js';
import type { TextKind } from '../../grammar/text/surface.js';
import { printLines } from '../compiler/fixture.js';
import { fencedBlocks, projectFile } from './fenced-blocks.js';

const blocks = fencedBlocks(projectFile('docs/guide/two-surfaces.md')).filter(({ language }) => language === 'text');
const decoders = { campaign: decodeCampaign, scoring: decodeScoring, segments: decodeSegments, tests: decodeTests } as const;

test.each(blocks.map((block) => [block.line, block] as const))('the text in line %i is read without a word', (_, { text }) => {
  const kind = kindOf(text);
  const source = { path: `x.${kind}`, text };
  // A part of a file lacks what the whole has.
  const diagnostics = decoders[kind](source).diagnostics.filter(({ code }) => code !== 'C1002');
  expect(printLines(diagnostics, [source])).toBe('');
});

function kindOf(text: string): TextKind {
  if (/^(?:ready|fit|pain|limit|account|approved)\b/m.test(text)) return 'scoring';
  if (/^segment\b/m.test(text)) return 'segments';
  return /^test\b/m.test(text) ? 'tests' : 'campaign';
}

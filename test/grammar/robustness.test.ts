import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCampaign } from '../../grammar/decode/decode-campaign.js';
import { decodeSchema } from '../../grammar/decode/decode-schema.js';
import { decodeScoring } from '../../grammar/decode/decode-scoring.js';
import { decodeTests } from '../../grammar/decode/decode-tests.js';
import { decodeWorkspace } from '../../grammar/decode/decode-workspace.js';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import { placeAt } from '../../grammar/place.js';
import { parseYaml } from '../../grammar/yaml/parse-yaml.js';
import { decodeList } from '../../grammar/decode/decode-list.js';
import { decodeSegments } from '../../grammar/decode/decode-segments.js';
import { allPhrases } from '../../grammar/expressions/all-phrases.js';
import { campaignSource, schemaSource, scoringSource, testsSource, workspaceSource } from './sources.js';
import { listSource, segmentsSource, wideCampaignSource, wideWorkspaceSource } from './wide-sources.js';

const fragment = fc.oneof(
  fc.constantFrom(
    '"', "'", '\n', '\r\n', '\t', '  ', ': ', ' #', '- ', '{', '}', '[', ']', ',', '(', ')', '&a', '*a', '!x', '|', '>', '\\',
    '---\n', '...', '%YAML', '<<: ', '? ', '{{', '@', '`', '\uFEFF', '\u2028', '\u0000', '😀', '\ud800', 'not ', ' and ', ' or ',
    'lead.', 'did(', ' in ', '== ', '3m', '-', '2026-02-30', '__proto__', 'constructor: ', 'toString', '~', 'null', '1e999',
  ),
  fc.string({ maxLength: 5 }),
);

const change = fc.record({ at: fc.nat(2000), drop: fc.nat(12), insert: fragment });

function changed(text: string, changes: readonly { at: number; drop: number; insert: string }[]): string {
  return changes.reduce((result, { at, drop, insert }) => {
    const start = at % (result.length + 1);
    return result.slice(0, start) + insert + result.slice(start + drop);
  }, text);
}

function expectPlacesWithin(text: string, diagnostics: readonly Diagnostic[]): void {
  for (const { span, labels, fixes, message } of diagnostics) {
    for (const place of [span, ...labels.map((label) => label.span), ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span))]) {
      expect(place.start).toBeGreaterThanOrEqual(0);
      expect(place.end).toBeGreaterThanOrEqual(place.start);
      expect(place.end).toBeLessThanOrEqual(text.length);
    }
    expect(message).not.toMatch(/undefined|\[object/);
  }
}

test.each([
  ['decodeCampaign', decodeCampaign, campaignSource],
  ['decodeScoring', decodeScoring, scoringSource],
  ['decodeSchema', decodeSchema, schemaSource],
  ['decodeWorkspace', decodeWorkspace, workspaceSource],
  ['decodeTests', decodeTests, testsSource],
  ['decodeCampaign, wide', decodeCampaign, wideCampaignSource],
  ['decodeWorkspace, wide', decodeWorkspace, wideWorkspaceSource],
  ['decodeSegments', decodeSegments, segmentsSource],
  ['decodeList', decodeList, listSource],
  ['parseYaml', parseYaml, campaignSource],
] as const)('%s neither throws nor points outside the file, whatever is done to it', (_, decode, source) => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const text = changed(source.text, changes);
      const { value, diagnostics } = decode({ path: source.path, text });
      expectPlacesWithin(text, diagnostics);
      if (value === undefined) expect(diagnostics.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

const phrases = [
  'lead.plan == "trial" and not did(project_created since entry)',
  'count(page_viewed in last 7d where event.path in ["/pricing", "/faq"]) >= 3 or lead.x is not set',
  'day 2 09:30 mon-fri spread 30min',
  'lead.trial_ends_at - 3d 09:00',
  'transactional "confirms the person\'s own request" reviewed anna from billing',
  '10 on page_viewed where event.path contains "x" at most 1 per day fades 30d guess',
  'lead in power-users and f(account.size in 50..1000, sequence(a then b in last 3d))',
  '10% hold when bounces > 2% or complaints > 0.1%',
  'clicked(issue since entry) after 2d else short',
  'year on lead.birthday 09:00 spread 2h',
  '2026-10-01 09:00 lead time',
  'fit max, pain sum, 60 per person',
];

test('no expression or phrase throws, and each is either parsed or reported', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...phrases),
      fc.array(change, { maxLength: 5 }),
      fc.constantFrom(...Object.values(allPhrases).map(({ parse }) => parse)),
      (phrase, changes, parse) => {
        const text = changed(phrase, changes);
        const { value, diagnostics } = parse(text, placeAt('x.yaml'));
        expectPlacesWithin(text, diagnostics);
        expect(value === undefined).toBe(diagnostics.length > 0);
      },
    ),
    { numRuns: 1500 },
  );
});

test('hostile files are refused in seconds', () => {
  const size = 200_000;
  const hostile = ['"', "'", '[', '{', ',', ']', '- ', '? ', ': ', '&a ', '*a ', '!a ', '\t', '\n', '#\n', '---\n', '{{', '"\\', ' \n', 'a,'];
  for (const part of hostile) {
    for (const text of [part.repeat(size / part.length), `a: [${part.repeat(20_000)}`]) {
      const start = performance.now();
      parseYaml({ path: 'x.yaml', text });
      expect(performance.now() - start).toBeLessThan(15_000);
    }
  }
}, 240_000);

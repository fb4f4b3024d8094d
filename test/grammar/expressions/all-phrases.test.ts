import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allPhrases, type Phrase, type PhraseType, type PhraseTypes } from '../../../grammar/expressions/all-phrases.js';
import { parseExpression } from '../../../grammar/expressions/parse-expression.js';
import { printExpression } from '../../../grammar/expressions/print-expression.js';
import { placeAt } from '../../../grammar/place.js';
import { arbitraryPhrases } from '../../laws/printing/arbitrary-phrases.js';
import { arbitraryByKind } from '../arbitrary-expression.js';

const place = placeAt('x.yaml');

/** Each as an author writes it; one that is missing does not compile. */
const written: { readonly [Type in PhraseType]: readonly [string, ...string[]] } = {
  expression: ['lead.plan == "trial"'],
  duration: ['3d'],
  percent: ['10%', '0.1%', '7%', '100%'],
  at: ['day 2 09:30 mon-fri spread 30min', 'lead.trial_ends_at - 3d 09:00', '09:00 mon-wed,fri', '2026-10-01 09:00 lead time spread 2h'],
  every: ['year on lead.birthday 09:00', 'month on day 1 09:00', 'week on mon,thu 09:00 spread 2h', 'day 09:00'],
  trigger: ['signed_up', 'changed(lead.plan)', 'changed'],
  again: ['never', 'always', 'after 180d', 'each event.order_id'],
  unless: ['order_placed or cart_updated within 30min'],
  already: ['enter', 'skip', 'since 2026-09-01'],
  audience: ['newsletter-readers', 'customers one per account by score.fit'],
  goal: ['activated within 14d', 'order_placed where event.total > 100 within 30d', 'x where lead in vips within 1d'],
  email: ['topic product-tips from onboarding hours business', 'transactional "asked for" reviewed anna from billing'],
  cost: ['1200 EUR', '0.5 USD'],
  variants: ['lead.buying_role', 'lead.buying_role keep 20% generic'],
  'in-flight-choice': ['finish_old', 'adopt', 'move_to first-project', 'end'],
  rollout: ['10%', '10% hold when bounces > 2% or complaints > 0.1%'],
  'playlist-item': ['tip-one', 'tip-two when lead.plan == "free"'],
  best: ['clicked(issue since entry) after 2d else short'],
  assignment: ['enterprise when account.size > 1000', 'inbound by rotation', 'x when lead in vips by owner'],
  cap: ['3 marketing emails in 7d'],
  'over-cap': ['drop', 'defer 5d then drop'],
  'hours-span': ['mon-fri 09:00-17:00', 'mon,wed,fri 10:00-24:00'],
  'quiet-hours': ['22:00-07:00'],
  'fit-rule': ['25 when lead.seniority in ["c_level", "vp"]'],
  'pain-rule': ['20 on demo_requested once guess', '10 on page_viewed where event.path == "/x" at most 1 per day fades 30d calibrated'],
  'account-score': ['fit max, pain sum, 60 per person', 'fit sum, pain max'],
};

const types = Object.keys(written).filter((type): type is PhraseType => Object.hasOwn(allPhrases, type));

describe.each(types)('%s', (type) => {
  test.each(written[type])('%s is printed as it is written', (text) => {
    expect(printedAgain(type, text)).toBe(text);
  });

  test('what is printed parses to the same tree', () => {
    sameAgain(type);
  });
});

test.each(Object.entries(arbitraryByKind))('an expression of kind %s is printed, and parsed to the same tree', (kind, trees) => {
  fc.assert(
    fc.property(trees, (tree) => {
      // A range stands only behind `in`.
      const printed = kind === 'range' ? `lead.x in ${printExpression(tree)}` : printExpression(tree);
      if (printed.length > 3000) return;
      const { value } = parseExpression(printed, place);
      expect(withoutSpans(value?.kind === 'in' && kind === 'range' ? value.right : value), printed).toEqual(withoutSpans(tree));
    }),
    { numRuns: 100 },
  );
});

function sameAgain<Type extends PhraseType>(type: Type): void {
  const { parse, print }: Phrase<PhraseTypes[Type]> = allPhrases[type];
  fc.assert(
    fc.property(arbitraryPhrases[type], (tree) => {
      const printed = print(tree);
      const { value, diagnostics } = parse(printed, place);
      expect(diagnostics.map(({ message }) => message), printed).toEqual([]);
      expect(withoutSpans(value), printed).toEqual(withoutSpans(tree));
    }),
    { numRuns: 150 },
  );
}

function printedAgain<Type extends PhraseType>(type: Type, text: string): string | undefined {
  const { parse, print }: Phrase<PhraseTypes[Type]> = allPhrases[type];
  const { value } = parse(text, place);
  return value === undefined ? undefined : print(value);
}

function withoutSpans(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, part: unknown) => (/^(?:span|operatorSpan)$/.test(key) ? undefined : part)));
}

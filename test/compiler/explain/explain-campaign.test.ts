import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRepository as readLibrary } from '../../../cli/read-repository.js';
import { findCampaign } from '../../../compiler/explain/find-campaign.js';
import { printCampaign } from '../../../compiler/explain/print/print-campaign.js';
import { everyPart, expressionsOfCampaign } from '../../../compiler/names/expressions-of.js';
import { stepsOf } from '../../../compiler/names/steps-of.js';
import { displayWidth } from '../../../compiler/diagnostics/print/display-cells.js';
import type { CampaignAst, InFlightChoiceAst } from '../../../grammar/ast/campaign.js';
import type { AgainAst, AlreadyAst, EntryKind, LeaveAst } from '../../../grammar/ast/entry.js';
import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { StepKind } from '../../../grammar/ast/step.js';
import type { Source } from '../../../grammar/span.js';
import { readRepository } from '../fixture.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const library = await readLibrary(fileURLToPath(new URL('../../../campaigns', import.meta.url)));
const everything = readRepository('explain/everything');

const campaigns = ['nurture', 'onboarding', 'renewal', 'sdr-hand-off', 'upsell', 'welcome']
  .map((name) => ({ name, sources: library }))
  .concat({ name: 'everything', sources: everything });

function campaignIn(sources: readonly Source[], name: string) {
  const found = findCampaign(sources, name);
  if (found.kind !== 'found' || !found.clean) throw new Error(`${name} is ${found.kind}`);
  return found;
}

describe.each(campaigns)('$name in words', ({ name, sources }) => {
  const { campaign, around } = campaignIn(sources, name);

  test('says what the golden file says', async () => {
    const printed = printCampaign.text(campaign, around, { color: false });
    await expect(printed).toMatchFileSnapshot(join(here, `${name}.out`));
  });

  test.each([40, 60, 200])('fits a terminal of %s columns', (width) => {
    const lines = printCampaign.text(campaign, around, { color: false, width }).split('\n');
    const tooWide = lines.filter((line) => displayWidth(line) > Math.min(width, 100) && line.trim().includes(' '));
    expect(tooWide.filter((line) => line.length - line.trimStart().length < width - 24)).toEqual([]);
  });

  test('is in colours the same words', () => {
    const plain = printCampaign.text(campaign, around, { color: false });
    const colored = printCampaign.text(campaign, around, { color: true });
    expect(colored).not.toBe(plain);
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  test('as JSON holds words and graph', () => {
    const value: unknown = JSON.parse(printCampaign.json(campaign, around, { color: false }));
    expect(value).toMatchObject({ version: 1, campaign: name, graph: { edges: expect.any(Array) } });
  });
});

/** Every kind there is; one that is added does not compile until it stands here, and in the fixture. */
const kinds: {
  readonly steps: Readonly<Record<StepKind, true>>;
  readonly entries: Readonly<Record<EntryKind, true>>;
  readonly leaves: Readonly<Record<LeaveAst['kind'], true>>;
  readonly again: Readonly<Record<AgainAst['kind'], true>>;
  readonly already: Readonly<Record<AlreadyAst['kind'], true>>;
  readonly inFlight: Readonly<Record<InFlightChoiceAst['kind'], true>>;
  readonly expressions: Readonly<Record<ExprAst['kind'], true>>;
} = {
  steps: { send: true, wait: true, if: true, branch: true, split: true, set: true, task: true, do: true, start: true, repeat: true, end: true },
  entries: { on: true, changed: true, becomes: true, at: true, every: true },
  leaves: { on: true, when: true },
  again: { never: true, always: true, after: true, each: true },
  already: { enter: true, skip: true, since: true },
  inFlight: { finish_old: true, adopt: true, move_to: true, end: true },
  expressions: {
    number: true, text: true, boolean: true, duration: true, date: true, list: true, now: true, path: true, word: true,
    not: true, logic: true, compare: true, 'text-test': true, 'is-set': true, in: true, range: true, member: true,
    arithmetic: true, history: true, message: true, 'time-since': true, sequence: true, call: true,
  },
};

function kindsIn(campaign: CampaignAst): Readonly<Record<keyof typeof kinds, readonly string[]>> {
  const { inFlight, enter, leave, steps } = campaign;
  return {
    steps: stepsOf(steps).map(({ kind }) => kind),
    entries: enter.map(({ kind }) => kind),
    leaves: leave.map(({ kind }) => kind),
    again: enter.flatMap(({ again }) => (again === undefined ? [] : [again.kind])),
    already: enter.flatMap((entry) => (entry.kind === 'becomes' && entry.already !== undefined ? [entry.already.kind] : [])),
    inFlight: [...(inFlight?.all === undefined ? [] : [inFlight.all.kind]), ...(inFlight?.steps ?? []).map(({ choice }) => choice.kind)],
    expressions: expressionsOfCampaign(campaign).flatMap((expression) => everyPart(expression)).map(({ kind }) => kind),
  };
}

test('the campaign with everything has everything', () => {
  const found = kindsIn(campaignIn(everything, 'everything').campaign);
  const missing = Object.entries(kinds).flatMap(([of, all]) =>
    Object.keys(all).filter((kind) => !Object.entries(found).some(([name, seen]) => name === of && seen.includes(kind))),
  );
  expect(missing).toEqual([]);
});

test('a campaign of which only the name can be read is explained all the same', () => {
  const found = findCampaign([{ path: 'campaigns/bare.yaml', text: 'campaign: bare\nsteps:\n  - if: a\n  - branch: b\n  - split: c\n  - set: d\n  - task: e\n  - repeat: f\n  - wait: g\n' }], 'bare');
  if (found.kind !== 'found') throw new Error(found.kind);
  expect(found.clean).toBe(false);
  for (const print of Object.values(printCampaign)) expect(print(found.campaign, found.around, { color: false })).not.toMatch(/undefined|\[object|NaN/);
});

test('what cannot be read, and what is not there, is told apart', () => {
  const sources = [{ path: 'campaigns/broken.yaml', text: ': - [' }, ...everything];
  expect(findCampaign(sources, 'broken')).toEqual({ kind: 'unreadable', path: 'campaigns/broken.yaml' });
  expect(findCampaign(sources, 'nothing')).toEqual({ kind: 'unknown', names: ['everything'] });
});

test('the picture of the guide is the one that is printed', () => {
  const { campaign, around } = campaignIn(library, 'onboarding');
  const picture = fileURLToPath(new URL('../../../docs/pictures/explain.svg', import.meta.url));
  expect(readFileSync(picture, 'utf8')).toBe(printCampaign.svg(campaign, around, { color: false }));
});

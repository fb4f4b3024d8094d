import { describe, expect, test } from 'vitest';
import type { Mail } from '../campaigns.js';
import { cap, mailsFor } from '../campaigns.js';
import type { Evidence } from './judge.js';
import { judge } from './judge.js';
import type { Lead } from '../leads.js';
import type { Taken } from '../post-office.js';

const skipping: Lead = { user: 'ada', address: 'ada@loopback.example', unsure: 'skip', buys: false, cancels: false };
const repeating: Lead = { ...skipping, user: 'bob', address: 'bob@loopback.example', unsure: 'repeat' };
const clean = { lost: 0, doubled: 0, missing: 0, capBreaks: 0, unexplained: 0, unknown: 0, findings: [] };

function takenOf({ address }: Lead, { campaign, name }: Mail, at: number): Taken {
  return { to: address, campaign, name, messageId: `<${address}/${name}>`, at };
}

/** Five mails came, one in each window, and all of it is written down. */
function allIsWell(leads: readonly Lead[]): Evidence {
  const mails = leads.flatMap((lead) => mailsFor(lead.unsure, lead.buys).map((mail, index) => ({ lead, mail, index })));
  return {
    leads,
    refusals: [],
    taken: mails.map(({ lead, mail, index }) => takenOf(lead, mail, index * cap.windowMs)),
    enrolments: leads.map(({ user, unsure }) => ({ user, campaign: `five-${unsure}`, ending: 'finished' })),
    decisions: mails.flatMap(({ lead: { user }, mail: { campaign, name } }) =>
      ['claimed', 'sent'].map((code) => ({ user, campaign, step: name, code, detail: null })),
    ),
    claims: mails.map(({ lead: { user }, mail: { campaign, name } }) => ({ user, campaign, step: name, state: 'sent' })),
  };
}

/** The second mail of the one lead there is did not come; its claim and its log say so. */
function withoutTwo(lead: Lead, state: string, code: string, detail: string | null = null): Evidence {
  const well = allIsWell([lead]);
  const { user } = lead;
  const isTwo = ({ step }: { readonly step: string | null }): boolean => step === 'two';
  return {
    ...well,
    taken: well.taken.filter(({ name }) => name !== 'two'),
    claims: [...well.claims.filter((claim) => !isTwo(claim)), { user, campaign: `five-${lead.unsure}`, step: 'two', state }],
    decisions: [...well.decisions.filter((decision) => !isTwo(decision)), { user, campaign: `five-${lead.unsure}`, step: 'two', code, detail }],
  };
}

describe('what is counted against the service', () => {
  test('nothing where all is well, also under the later name of a step', () => {
    const well = allIsWell([skipping, repeating]);
    expect(judge(well)).toEqual(clean);
    const renamed = <T extends { readonly step: string | null }>(rows: readonly T[]) =>
      rows.map((row) => (row.step === 'five' ? { ...row, step: 'last' } : row));
    expect(judge({ ...well, claims: renamed(well.claims), decisions: renamed(well.decisions) })).toEqual(clean);
  });

  test('a lead without an end, and one that never began', () => {
    const well = allIsWell([skipping, repeating]);
    expect(judge({ ...well, enrolments: well.enrolments.map((row) => ({ ...row, ending: null })) })).toMatchObject({ lost: 2 });
    expect(judge({ ...well, enrolments: well.enrolments.slice(1) })).toMatchObject({ lost: 1 });
  });

  test('a mail that came twice: under "skip" always, under "repeat" only without a word of why', () => {
    const again = (lead: Lead): Evidence => {
      const well = allIsWell([lead]);
      return { ...well, taken: [...well.taken, ...well.taken.slice(0, 1)] };
    };
    expect(judge(again(skipping))).toMatchObject({ ...clean, doubled: 1, findings: [expect.any(String)] });
    expect(judge(again(repeating))).toMatchObject({ ...clean, unexplained: 1, findings: [expect.any(String)] });
    const { decisions, ...rest } = again(repeating);
    const unknown = { user: 'bob', campaign: 'five-repeat', step: 'one', code: 'unknown', detail: null };
    expect(judge({ ...rest, decisions: [...decisions, unknown] })).toEqual(clean);
  });

  test('a mail that came under two Message-IDs is two mails, whatever the author chose', () => {
    const well = allIsWell([repeating]);
    const [one, ...others] = well.taken;
    expect(one).toBeDefined();
    const twice = one === undefined ? [] : [one, { ...one, messageId: '<another>' }];
    expect(judge({ ...well, taken: [...twice, ...others] })).toMatchObject({ doubled: 1 });
  });

  test.each([
    ['counts as sent', 'sent', 'sent', null],
    ['was refused, though nobody refused it', 'refused', 'refused', null],
    ['was skipped for an address that nobody suppressed', 'withdrawn', 'skipped', 'suppressed'],
    ['was withdrawn and forgotten', 'withdrawn', 'withdrawn', 'hold'],
  ])('a mail that never came and %s', (_what, state, code, detail) => {
    expect(judge(withoutTwo(repeating, state, code, detail))).toMatchObject({ missing: 1, unexplained: 0 });
    expect(judge(withoutTwo(skipping, state, code, detail))).toMatchObject({ missing: 0, unexplained: 1 });
  });

  test('not what nobody knows, what was refused, and who cancelled', () => {
    expect(judge(withoutTwo(repeating, 'unknown', 'unknown'))).toEqual({ ...clean, unknown: 1 });
    const refused = { ...withoutTwo(repeating, 'refused', 'refused'), refusals: [{ to: repeating.address, noMailbox: false }] };
    expect(judge(refused)).toEqual(clean);
    const gone = { ...withoutTwo(repeating, 'withdrawn', 'skipped', 'suppressed'), refusals: [{ to: repeating.address, noMailbox: true }] };
    expect(judge(gone)).toEqual(clean);
    const left = withoutTwo({ ...repeating, cancels: true }, 'withdrawn', 'left');
    expect(judge({ ...left, enrolments: left.enrolments.map((row) => ({ ...row, ending: 'left' })) })).toEqual(clean);
  });

  test('one mail too many in a window, and not the same one again', () => {
    const well = allIsWell([repeating]);
    const close = well.taken.map((one, index) => ({ ...one, at: index < 3 ? index : one.at }));
    expect(judge({ ...well, taken: close })).toMatchObject({ capBreaks: 1 });
    const unknown = { user: 'bob', campaign: 'five-repeat', step: 'one', code: 'unknown', detail: null };
    const [one] = well.taken;
    const again = Array.from({ length: 2 }, () => one).filter((mail) => mail !== undefined);
    const repeated = { ...well, taken: [...well.taken, ...again], decisions: [...well.decisions, unknown, unknown] };
    expect(judge(repeated)).toEqual(clean);
  });

  test('a mail that was never decided, and one to nobody', () => {
    const well = allIsWell([skipping]);
    expect(judge({ ...well, decisions: well.decisions.filter(({ code }) => code !== 'claimed') })).toMatchObject({ unexplained: 5 });
    expect(judge({ ...well, decisions: well.decisions.filter(({ code }) => code !== 'sent') })).toMatchObject({ unexplained: 5 });
    const stray = takenOf(repeating, { campaign: 'five-repeat', name: 'one' }, 0);
    expect(judge({ ...well, taken: [...well.taken, stray] })).toMatchObject({ unexplained: 1 });
  });
});

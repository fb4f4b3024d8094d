import { describe, expect, test } from 'vitest';
import { readHead } from '../../../runtime/imports/head.js';
import { consentReader } from '../../../runtime/imports/kinds/consent.js';
import type { ImportReader, RowContext } from '../../../runtime/imports/kinds/kind.js';
import { readRow } from '../../../runtime/imports/kinds/kind.js';
import { leadsReader } from '../../../runtime/imports/kinds/leads.js';
import { sendsReader } from '../../../runtime/imports/kinds/sends.js';
import { suppressionsReader } from '../../../runtime/imports/kinds/suppressions.js';
import { addressHash } from '../../../runtime/leads/address-hash.js';
import { planOf, sendOf, start, workspaceWith } from '../leads/release-for-tests.js';

const { schema } = workspaceWith();
const more = { joined: { type: 'date', personal: false }, active: { type: 'boolean', personal: false }, seen: { type: 'timestamp', personal: false } } as const;
const context: RowContext = {
  workspace: workspaceWith({
    schema: { ...schema, lead: { ...schema.lead, ...more } },
    topics: { tips: { title: 'Tips', opt: 'in' }, news: { title: 'News', opt: 'double' } },
  }),
  campaigns: new Map([['hello', planOf('hello', [sendOf('first-mail')])]]),
  now: start,
};

/** One row as the file has it: its cells by the names of the columns. */
function read<T>(reader: ImportReader<T>, row: Readonly<Record<string, string>>): unknown {
  const { head, problems } = readHead(Object.keys(row), reader.columns(context), { map: new Map(), leftOut: [] });
  expect(problems).toEqual([]);
  const result = readRow(reader, head, { line: 2, cells: Object.values(row) }, context);
  return result.kind === 'row' ? result.row : result.problems.map(({ column, message }) => `${column} ${message}`);
}

describe('leads', () => {
  test('cells become what the schema says; an empty one says nothing', () => {
    const row = { user_id: ' u-1 ', email: ' ada@example.com', plan: 'trial ', size: '1e3', joined: '2026-02-28', active: 'Yes', seen: '2026-03-01T09:30:00+01:00', time_zone: '', account_id: 'acme' };
    expect(read(leadsReader, row)).toEqual({
      userId: 'u-1',
      accountId: 'acme',
      attributes: { email: 'ada@example.com', plan: 'trial', size: 1_000, joined: '2026-02-28', active: true, seen: '2026-03-01T09:30:00+01:00' },
    });
  });

  test.each([
    [{ user_id: '' }, 'user_id is empty'],
    [{ user_id: 'erased:1' }, 'user_id must not begin with "erased:"'],
    [{ user_id: 'a', plan: 'trail' }, 'plan must be "free", "trial" or "pro"; did you mean "trial"?'],
    [{ user_id: 'a', size: '1.234,5' }, 'size must be a number like 1234.5, without signs between thousands'],
    [{ user_id: 'a', joined: '31.12.2025' }, 'joined must be a date like 2026-03-01'],
    [{ user_id: 'a', joined: '2026-02-30' }, 'joined must be a date like 2026-03-01'],
    [{ user_id: 'a', seen: '2026-02-28 10:00' }, 'seen must be a time with an offset, like 2026-03-01T09:30:00Z'],
    [{ user_id: 'a', active: 'perhaps' }, 'active must be true or false'],
    [{ user_id: 'a', email: 'ada' }, 'email is not an e-mail address'],
    [{ user_id: 'a', time_zone: 'Berlin' }, 'time_zone is not a time zone like "Europe/Berlin"'],
  ])('%j', (row, problem) => {
    expect(read(leadsReader, row)).toEqual([problem]);
  });

  test('too many cells are told with what is meant', () => {
    const { head } = readHead(['user_id'], leadsReader.columns(context), { map: new Map(), leftOut: [] });
    expect(readRow(leadsReader, head, { line: 7, cells: ['a', 'b'] }, context)).toEqual({
      kind: 'refused',
      line: 7,
      problems: [{ message: 'has 2 cells, and the head 1; a cell with the dividing sign in it stands in quotes' }],
    });
  });
});

describe('consent', () => {
  const given = { user_id: 'a', topic: 'tips', state: 'granted', at: '2026-01-01T10:00:00Z', source: 'sign-up form', wording: 'v3', ip_hash: 'AB12AB12AB12AB12' };
  const at = Date.UTC(2026, 0, 1, 10);

  test('a grant has its proof, a withdrawal needs none', () => {
    expect(read(consentReader, given)).toMatchObject({
      granted: true,
      at,
      evidence: { asked_at: at, source: 'sign-up form', text: 'v3', from: 'ab12ab12ab12ab12' },
    });
    expect(read(consentReader, { user_id: 'a', topic: '*', state: 'Unsubscribed', at: '2026-01-01' })).toMatchObject({ topic: '*', granted: false });
  });

  test('what was confirmed counts from then on', () => {
    const row = { ...given, topic: 'news', confirmed_at: '2026-01-02T10:00:00Z' };
    expect(read(consentReader, row)).toMatchObject({ at: at + 86_400_000, confirmedAt: at + 86_400_000, evidence: { asked_at: at, confirmed_at: at + 86_400_000 } });
  });

  test.each([
    [{ topic: 'tps' }, 'topic is no topic of perennial.yaml; did you mean "tips"?'],
    [{ topic: '*' }, 'topic must be named where consent was given'],
    [{ state: 'maybe' }, 'state must be "granted" or "withdrawn"'],
    [{ at: '' }, 'at is empty; it is needed to tell which word came later'],
    [{ at: '2030-01-01' }, 'at lies in the future'],
    [{ source: '' }, 'source is empty; a consent needs a proof: say where it was given'],
    [{ ip_hash: '192.0.2.1' }, 'ip_hash must be a hash in hex; an address itself is not taken'],
    [{ topic: 'news', confirmed_at: '2025-12-31T10:00:00Z' }, 'confirmed_at lies before "at"'],
    [{ topic: 'news' }, 'confirmed_at is empty; "news" counts only once it was confirmed'],
  ])('%j', (changes, problem) => {
    expect(read(consentReader, { ...given, ...changes })).toEqual([problem]);
  });
});

describe('suppressions', () => {
  test('an address or its hash, under the reasons that are known here', () => {
    const hash = addressHash('Ada@Example.com ');
    expect(read(suppressionsReader, { email: 'Ada@Example.com', reason: 'Bounced', at: '2026-01-01' })).toEqual({ hash, reason: 'hard_bounce', at: Date.UTC(2026, 0, 1) });
    expect(read(suppressionsReader, { sha256: hash.toUpperCase(), reason: '' })).toEqual({ hash, reason: 'imported', at: start });
  });

  test.each([
    [{ email: '' }, 'email is empty, and there is no hash'],
    [{ email: 'ada' }, 'email is not an e-mail address'],
    [{ hash: 'abc' }, 'hash must be SHA-256 in hex, of the address in lower case'],
    [{ email: 'ada@example.com', hash: 'a'.repeat(64) }, 'hash is not the hash of the address beside it'],
  ])('%j', (row, problem) => {
    expect(read(suppressionsReader, row)).toEqual([problem]);
  });
});

describe('sends', () => {
  const sent = { user_id: 'a', campaign: 'hello', step: 'first-mail', sent_at: '2026-01-01' };

  test('name a step, or nothing that is here', () => {
    expect(read(sendsReader, sent)).toMatchObject({ campaign: 'hello', step: 'first-mail', class: 'marketing', channel: 'email' });
    expect(read(sendsReader, { ...sent, campaign: '', step: '' })).toMatchObject({ campaign: '', step: '' });
  });

  test.each([
    [{ campaign: 'helo' }, 'campaign is no campaign in force; did you mean "hello"?'],
    [{ step: 'first' }, 'step is no step of hello that sends'],
    [{ step: '' }, 'step is empty; hello has first-mail'],
    [{ sent_at: '' }, 'sent_at is empty; caps have to know when it was'],
  ])('%j', (changes, problem) => {
    expect(read(sendsReader, { ...sent, ...changes })).toEqual([problem]);
  });
});

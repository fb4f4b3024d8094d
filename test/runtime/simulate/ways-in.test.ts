import { expect, test } from 'vitest';
import { runCampaignTest } from '../../../runtime/simulate/campaign-test.js';
import { campaignText, checkWhole } from '../../compiler/whole-repository.js';

interface Case {
  readonly says: string;
  /** The list under `enter:`. */
  readonly enter: string;
  /** Attributes beside the address; the zone is Berlin where none is said. */
  readonly lead?: string;
  readonly events: readonly string[];
  /** When `hello` leaves, on the wall clock of the lead. */
  readonly sent: readonly string[];
}

const signedUp = 'at: 2026-03-02 10:00, event: signed_up';

const cases: readonly Case[] = [
  {
    says: 'a change lets in with its values before and after',
    enter: '- on: changed(lead.plan)\n  where: event.old == "free" and event.new == "pro"\n  again: always',
    lead: 'plan: free',
    events: [
      signedUp,
      'after: 1h, event: identify, with: { plan: trial }',
      'after: 1h, event: identify, with: { plan: free }',
      'after: 1h, event: identify, with: { plan: free }',
      'after: 1h, event: identify, with: { plan: pro }',
    ],
    sent: ['2026-03-02 14:00'],
  },
  {
    says: 'a condition lets in when an event makes it true',
    enter: '- becomes: count(page_viewed in last 7d) >= 2\n  already: skip\n  again: always',
    events: ['at: 2026-03-02 10:00, event: page_viewed', 'after: 1h, event: page_viewed', 'after: 1h, event: page_viewed'],
    sent: ['2026-03-02 11:00'],
  },
  {
    says: 'a condition lets in when time alone makes it true, and again only from false to true',
    enter: '- becomes: did(page_viewed ever) and not did(page_viewed in last 14d)\n  already: skip\n  again: after 20d',
    events: ['at: 2026-03-02 10:00, event: page_viewed', 'at: 2026-04-01 09:00, event: page_viewed', 'after: 1h, event: signed_up'],
    sent: ['2026-03-16 10:00', '2026-04-15 09:00'],
  },
  {
    says: 'what held before the campaign began has not become true',
    enter: '- becomes: not did(page_viewed in last 14d)\n  already: skip',
    events: [signedUp],
    sent: [],
  },
  {
    says: 'with "already: enter" what holds at launch lets in at once',
    enter: '- becomes: lead.plan == "pro"\n  already: enter',
    lead: 'plan: pro',
    events: [signedUp],
    sent: ['2026-03-02 10:00'],
  },
  {
    says: 'an attribute turns a condition',
    enter: '- becomes: lead.company_size > 100\n  already: skip',
    events: [signedUp, 'after: 2h, event: identify, with: { company_size: 120 }'],
    sent: ['2026-03-02 12:00'],
  },
  {
    says: 'silence after a trigger lets in',
    enter: '- on: page_viewed\n  unless: order_placed within 30min',
    events: ['at: 2026-03-02 10:00, event: page_viewed'],
    sent: ['2026-03-02 10:30'],
  },
  {
    says: 'an event that breaks the silence keeps out, to its last moment',
    enter: '- on: page_viewed\n  unless: order_placed within 30min\n  again: always',
    events: ['at: 2026-03-02 10:00, event: page_viewed', 'after: 30min, event: order_placed', 'after: 1d, event: page_viewed'],
    sent: ['2026-03-03 11:00'],
  },
  {
    says: 'a trigger that breaks its own silence begins it anew',
    enter: '- on: page_viewed\n  unless: order_placed or page_viewed within 30min',
    events: ['at: 2026-03-02 10:00, event: page_viewed', 'after: 20min, event: page_viewed'],
    sent: ['2026-03-02 10:50'],
  },
  {
    says: 'a trigger that comes again meanwhile does not put the entry off',
    enter: '- on: page_viewed\n  unless: order_placed within 30min',
    events: ['at: 2026-03-02 10:00, event: page_viewed', 'after: 20min, event: page_viewed'],
    sent: ['2026-03-02 10:30'],
  },
  {
    says: 'of keyed triggers each has a silence of its own',
    enter: '- on: order_placed\n  unless: signed_up within 1h\n  again: each event.order_id',
    events: [
      'at: 2026-03-02 10:00, event: order_placed, with: { order_id: a }',
      'after: 10min, event: order_placed, with: { order_id: b }',
      'after: 1d, event: order_placed, with: { order_id: a }',
    ],
    sent: ['2026-03-02 11:00', '2026-03-02 11:10'],
  },
  {
    says: 'a date lets in at its moment',
    enter: '- at: lead.renewal_date - 60d 09:00\n  late: skip',
    lead: 'renewal_date: 2026-06-01',
    events: [signedUp],
    sent: ['2026-04-02 09:00'],
  },
  {
    says: 'a date that changes moves the moment, and another date is another round',
    enter: '- at: lead.renewal_date 09:00\n  late: skip',
    lead: 'renewal_date: 2026-06-01',
    events: [
      signedUp,
      'at: 2026-05-01 10:00, event: identify, with: { renewal_date: "2026-05-10" }',
      'at: 2026-05-20 10:00, event: identify, with: { renewal_date: "2027-05-10" }',
    ],
    sent: ['2026-05-10 09:00', '2027-05-10 09:00'],
  },
  {
    says: 'a date that is past lets in at once with "late: enter"',
    enter: '- at: lead.renewal_date 09:00\n  late: enter',
    lead: 'renewal_date: 2026-01-01',
    events: [signedUp],
    sent: ['2026-03-02 10:00'],
  },
  {
    says: 'a date that is past lets nobody in with "late: skip"',
    enter: '- at: lead.renewal_date 09:00\n  late: skip',
    lead: 'renewal_date: 2026-01-01',
    events: [signedUp],
    sent: [],
  },
  {
    says: 'a birthday of 29 February is kept on the 28th',
    enter: '- every: year on lead.renewal_date 09:00',
    lead: 'renewal_date: 1992-02-29',
    events: ['at: 2026-12-01 10:00, event: signed_up'],
    sent: ['2027-02-28 09:00'],
  },
  {
    says: 'a birthday comes round each year',
    enter: '- every: year on lead.renewal_date 09:00',
    lead: 'renewal_date: 1992-03-30',
    events: [signedUp, 'at: 2027-01-01 10:00, event: page_viewed'],
    sent: ['2026-03-30 09:00', '2027-03-30 09:00'],
  },
  {
    says: 'the 31st of a month is its last day where it has none',
    enter: '- every: month on day 31 09:00',
    events: ['at: 2026-04-02 10:00, event: signed_up'],
    sent: ['2026-04-30 09:00'],
  },
  {
    says: 'a rhythm of weekdays',
    enter: '- every: week on tue 09:00\n  to: power-users',
    lead: 'company_size: 200',
    events: [signedUp, 'at: 2026-03-10 10:00, event: page_viewed'],
    sent: ['2026-03-03 09:00', '2026-03-10 09:00', '2026-03-17 09:00'],
  },
  {
    says: 'a broadcast reaches who is in the segment at that moment',
    enter: '- at: 2026-10-01 09:00 lead time\n  to: power-users\n  late: skip',
    lead: 'time_zone: Asia/Tokyo',
    events: [signedUp, 'at: 2026-09-30 20:00, event: identify, with: { company_size: 200 }'],
    sent: ['2026-10-01 09:00'],
  },
  {
    says: 'a broadcast passes over who is in the segment no more',
    enter: '- at: 2026-10-01 09:00 lead time\n  to: power-users\n  late: skip',
    lead: 'company_size: 200',
    events: [signedUp, 'at: 2026-09-30 20:00, event: identify, with: { company_size: 20 }'],
    sent: [],
  },
  {
    says: 'a lead time that a change of clocks removes moves forward',
    enter: '- at: 2026-03-29 02:30 lead time\n  to: power-users\n  late: skip',
    lead: 'company_size: 200',
    events: [signedUp],
    sent: ['2026-03-29 03:30'],
  },
  {
    says: 'of a lead time that comes twice the first counts',
    enter: '- at: 2026-11-01 01:30 lead time\n  to: power-users\n  late: skip',
    lead: 'company_size: 200, time_zone: America/New_York',
    events: ['at: 2026-10-30 10:00, event: signed_up', 'at: 2026-11-01 01:30, event: subscription_started'],
    sent: ['2026-11-01 01:30'],
  },
  {
    says: 'an event about nobody is for everybody in the segment',
    enter: '- on: project_created\n  to: power-users one per account by score.fit\n  again: always',
    lead: 'company_size: 200',
    events: [signedUp, 'after: 1h, event: project_created'],
    sent: ['2026-03-02 11:00'],
  },
  {
    says: 'and for nobody else',
    enter: '- on: project_created\n  to: power-users',
    lead: 'company_size: 20',
    events: [signedUp, 'after: 1h, event: project_created'],
    sent: [],
  },
];

test.each(cases)('$says', async ({ enter, lead = '', events, sent }) => {
  const zone = lead.includes('time_zone') ? '' : 'time_zone: Europe/Berlin, ';
  const text = `# path: campaigns/demo.yaml
${campaignText({ enter })}
# path: tests/demo.test.yaml
test: ways in
campaign: demo
lead: { ${zone}email: ada@example.com${lead === '' ? '' : `, ${lead}`} }
events:
${events.map((event) => `  - { ${event} }`).join('\n')}
expect:
  - { sent: hello }
`;
  const { release, tests, diagnostics } = await checkWhole(text);
  if (release === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  const [ast] = tests;
  if (ast === undefined) throw new Error('no test was read');
  const { happened } = runCampaignTest(ast, release);
  expect(happened.filter((line) => line.includes('sent: hello')).map((line) => line.slice(0, 16))).toEqual(sent);
});

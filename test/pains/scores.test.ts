import { beforeEach, expect, test } from 'vitest';
import { runCampaignTest } from '../../runtime/simulate/campaign-test.js';
import { fadeDue, lookAtActs } from '../../runtime/leads/facts/look-again.js';
import { judgeVisits } from '../../runtime/leads/mail/judge-visits.js';
import { keepVisit } from '../../runtime/service/loops/count-visits.js';
import { timelineOf } from '../../runtime/store/reports/timeline.js';
import { checkWhole } from '../compiler/whole-repository.js';
import { day, hour, minute, start } from '../runtime/leads/release-for-tests.js';
import { useCluster } from '../runtime/store/test-database.js';
import type { TestDatabase } from '../runtime/store/test-database.js';
import { campaign, compiled, playOf } from './play.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

function scoring(pain: string, ready = 40): string {
  return `# path: scoring/scoring.yaml
ready: ${ready}
fit:
  size: 20 when lead.company_size >= 100
pain:
${pain
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
approved: [ marketing, sales ]
`;
}

const demo = 'demo: 20 on demo_requested guess';
const handOff = campaign({
  name: 'hand-off',
  kind: 'hand-off',
  enter: '- on: sdr_ready\n  again: always',
  steps: '- task: first-call\n  team: sdr\n  due: 48h\n  outcomes:\n    good:\n      - end: qualified\n    late:\n      - task: escalate\n        team: sdr-leads',
});

test('pain 11: score is a black box, sales ignores MQLs', async () => {
  const play = await playOf(database, await compiled(scoring(`${demo}\nproject: 5 on project_created at most 1 per day guess`), handOff));
  await play.identify('ada', { email: 'ada@example.com', company_size: 150 });
  for (const event of ['project_created', 'project_created', 'demo_requested']) await play.say('ada', event);
  await play.walk(start + 4 * day);
  const timeline = await timelineOf(database.db, 'ada');
  const ledger = (timeline?.entries ?? []).flatMap((entry) => (entry.kind === 'score' ? [entry] : []));
  // Each point has its rule, and the sum is the score.
  expect(ledger.map(({ part, rule, points, after }) => `${part} ${rule} ${points} = ${after}`)).toEqual([
    'fit size 20 = 20',
    'pain project 5 = 5',
    'pain demo 20 = 25',
  ]);
  expect(ledger.reduce((sum, { points }) => sum + points, 0)).toBe((timeline?.fit ?? 0) + (timeline?.pain ?? 0));
  // A ready lead is somebody's task, and who leaves it lying is found out.
  expect(await play.rows('select step, team from tasks order by created_at, step')).toEqual([
    { step: 'first-call', team: 'sdr' },
    { step: 'escalate', team: 'sdr-leads' },
  ]);
});

test('pain 12: score changes cannot be tried or undone', async () => {
  const hot = campaign({ name: 'hot', enter: '- on: demo_requested\n  where: score.total >= 40' });
  const [before, after] = await Promise.all([compiled(scoring(demo), hot), compiled(scoring(demo.replace('20', '50')), hot)]);
  // Tried on an invented lead, with nothing applied.
  const story = `# path: tests/hot.test.yaml
test: one demo
campaign: hot
lead: { email: ada@example.com }
events:
  - { at: 2026-03-02 10:00, event: demo_requested }
expect:
  - { sent: hello }
  - { left: finished }
`;
  const { tests } = await checkWhole(`${scoring(demo)}${hot}${story}`);
  const happened = [before, after].map((release) => tests.flatMap((one) => runCampaignTest(one, release).happened).length > 0);
  expect(happened).toEqual([false, true]);

  const play = await playOf(database, before);
  const stand = () => play.rows('select l.pain, coalesce(sum(s.points), 0)::integer as booked, l.ready_since from leads l left join score_ledger s on s.lead_id = l.id group by l.id');
  await play.say('ada', 'demo_requested');
  await play.walk(start + hour);
  const [untouched] = await stand();
  expect(untouched).toEqual({ pain: 20, booked: 20, ready_since: null });
  // New rules count what comes; what was given stays given, and nobody becomes ready because a file was edited.
  await play.apply(after);
  await play.say('ada', 'page_viewed');
  await play.walk(start + 2 * hour);
  expect(await stand()).toEqual([untouched]);
  await play.apply(before);
  await play.say('ada', 'page_viewed');
  await play.walk(start + 3 * hour);
  expect(await stand()).toEqual([untouched]);
  await play.say('ada', 'demo_requested');
  await play.walk(start + 4 * hour);
  expect(await stand()).toMatchObject([{ pain: 40, booked: 40 }]);
});

test('pain 13: no decay, or points stay for ever', async () => {
  const play = await playOf(database, await compiled(scoring('asked: 40 on demo_requested once fades 30d guess'), handOff));
  await play.say('ada', 'demo_requested');
  await play.walk(start + minute);
  const painAfter = async (days: number): Promise<unknown> => {
    play.clock.moveTo(start + days * day);
    await fadeDue(play.desk, play.clock.now());
    const [lead] = await play.rows<{ pain: number; booked: number }>(
      'select l.pain, sum(s.points)::integer as booked from leads l join score_ledger s on s.lead_id = l.id group by l.id',
    );
    expect(lead?.booked).toBe(lead?.pain);
    return lead?.pain;
  };
  expect(await painAfter(30)).toBe(20);
  expect(await painAfter(60)).toBe(10);
  expect(await painAfter(3_000)).toBe(0);
  const timeline = await timelineOf(database.db, 'ada');
  const faded = (timeline?.entries ?? []).filter((entry) => entry.kind === 'score' && entry.fades);
  expect(faded.length).toBeGreaterThanOrEqual(3);
});

test('pain 14: bots and scanners inflate clicks and scores', async () => {
  // Points for what costs nothing do not compile.
  const { diagnostics } = await checkWhole(`${scoring('click: 20 on email_clicked guess')}${handOff}`);
  expect(diagnostics.map(({ code }) => code)).toContain('C8101');
  const steps = '- send: hello\n- wait: reading\n  for: clicked(welcome/hello since entry)\n  at_most: 9d\n  then:\n    - send: thanks';
  const play = await playOf(database, await compiled(campaign({ steps })));
  await play.signUp('ada');
  await play.walk(start + minute);
  const [claim] = await play.rows<{ key: string }>('select key from claims');
  const click = (page: string, at: number) =>
    keepVisit(database.db, { sendKey: claim?.key ?? '', act: 'clicked', at, machine: false, link: `https://northwind.example/${page}` });
  const judged = async (at: number): Promise<readonly string[]> => {
    await play.walk(at);
    await judgeVisits(play.desk, at);
    await lookAtActs(play.desk, []);
    await play.walk(at + minute);
    return (await play.sent()).map(({ what }) => what);
  };
  // A scanner follows every link at once, looking like a browser.
  for (const page of ['a', 'b', 'unsubscribe']) await click(page, start + 5 * minute);
  expect(await judged(start + 10 * minute)).toEqual(['ada hello']);
  expect(await play.rows("select 1 from events where name = 'email_clicked'")).toEqual([]);
  // A person follows one.
  await click('a', start + hour);
  expect(await judged(start + 2 * hour)).toEqual(['ada hello', 'ada thanks']);
});

test('pain 15: score updated after the mail decided', async () => {
  const steps = '- wait: asked\n  for: demo_requested\n  at_most: 3d\n  then:\n    - if: hot\n      when: score.total >= 20\n      then:\n        - send: call-me\n      else:\n        - send: brochure';
  const play = await playOf(database, await compiled(scoring(demo), campaign({ steps })));
  await play.signUp('ada', 'bob');
  await play.walk(start + day);
  await play.say('ada', 'demo_requested');
  // Its wait is over at the very moment at which the points come.
  await play.walk(start + 3 * day - 1);
  play.clock.moveTo(start + 3 * day);
  await play.say('bob', 'demo_requested');
  await play.walk(start + 4 * day);
  expect((await play.sent()).map(({ what }) => what)).toEqual(['ada call-me', 'bob call-me']);
});

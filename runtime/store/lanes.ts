import type { Database } from './database.js';
import { statement } from './database.js';

/** A domain that said "not now", as all workers know it. */
export interface Rest {
  readonly domain: string;
  /** Until it may be asked again; 0 once it may. */
  readonly restMs: number;
  /** How often in a row it has said so. */
  readonly failures: number;
}

/** What all workers share about the mailboxes of one domain: whose turn it is, and who wants to rest. */
export interface Lanes {
  /**
   * Takes the next turn in the lane, or answers the one that the send has: turns are given in the
   * order of asking, one every `everyMs`. One that nobody took within a minute is lost.
   *
   * @returns ms until the turn; 0: now
   */
  turn(key: string, domain: string, everyMs: number): Promise<number>;
  /** Goes past all who wait; the lane counts it. */
  pass(domain: string, everyMs: number): Promise<void>;
  /** The domain said "not now": it is asked again after 1 s, twice as long each time, at most 5 minutes. */
  rest(domain: string): Promise<Rest>;
  /** It has taken something again. */
  resume(domain: string): Promise<void>;
  /** Those that have said so last, and have not taken anything since. */
  resting(): Promise<readonly Rest[]>;
  /** Forgets what is an hour old. */
  forget(): Promise<void>;
}

export function createLanes(db: Database): Lanes {
  return {
    async turn(key, domain, everyMs) {
      const [row] = await db.query(takeTurn, [key, domain, everyMs]);
      if (row === undefined) return 0;
      if (row.known && row.wait <= 0) await db.query(endTurn, [key]);
      return Math.max(0, row.wait);
    },
    async pass(domain, everyMs) {
      await db.query(passLane, [domain, everyMs]);
    },
    async rest(domain) {
      const [row] = await db.query(letRest, [domain]);
      return row ?? { domain, restMs: 1_000, failures: 1 };
    },
    async resume(domain) {
      await db.query(resumeLane, [domain]);
    },
    resting: () => db.query(restingLanes),
    async forget() {
      await db.query(forgetLanes);
      await db.query(forgetTurns);
    },
  };
}

type None = Record<string, never>;

// Between machines only the database's clock is one.
const moment = 'moment as materialized (select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now)';

const takeTurn = statement<{ wait: number; known: boolean }>(
  'take-mail-turn',
  `with ${moment},
   known as (select t.at from mail_turns t, moment where t.key = $1 and t.at > moment.now - 60000),
   lane as (
     insert into mail_lanes as l (domain, next_at) select $2, moment.now + $3::bigint from moment where not exists (select from known)
     on conflict (domain) do update set next_at = greatest(l.next_at, excluded.next_at - $3::bigint) + $3::bigint
     returning l.next_at - $3::bigint as at
   ), kept as (
     insert into mail_turns as t (key, at) select $1, lane.at from lane, moment where lane.at > moment.now
     on conflict (key) do update set at = excluded.at
   )
   select coalesce(known.at, lane.at) - moment.now as wait, known.at is not null as known
   from moment left join known on true left join lane on true`,
);

const endTurn = statement<None>('end-mail-turn', 'delete from mail_turns where key = $1');

const passLane = statement<None>(
  'pass-mail-lane',
  `with ${moment}
   insert into mail_lanes as l (domain, next_at) select $1, moment.now + $2::bigint from moment
   on conflict (domain) do update set next_at = greatest(l.next_at, excluded.next_at - $2::bigint) + $2::bigint`,
);

// Several that were on their way when it said so are one word; a word of an hour ago is none any more.
const letRest = statement<Rest>(
  'let-mail-lane-rest',
  `with ${moment}
   insert into mail_lanes as l (domain, blocked_until, failures) select $1, moment.now + 1000, 1 from moment
   on conflict (domain) do update set
     failures = case
       when l.blocked_until > excluded.blocked_until - 1000 then l.failures
       when l.blocked_until < excluded.blocked_until - 3600000 then 1
       else l.failures + 1 end,
     blocked_until = case
       when l.blocked_until > excluded.blocked_until - 1000 then l.blocked_until
       when l.blocked_until < excluded.blocked_until - 3600000 then excluded.blocked_until
       else excluded.blocked_until - 1000 + least(300000, 1000 * 2 ^ least(l.failures, 10))::bigint end
   returning domain, failures, greatest(0, blocked_until - (select now from moment)) as "restMs"`,
);

const resumeLane = statement<None>('resume-mail-lane', 'update mail_lanes set failures = 0, blocked_until = 0 where domain = $1');

const restingLanes = statement<Rest>(
  'resting-mail-lanes',
  `with ${moment}
   select domain, failures, greatest(0, blocked_until - moment.now) as "restMs" from mail_lanes, moment
   where failures > 0 and blocked_until > moment.now - 3600000`,
);

const forgetLanes = statement<None>(
  'forget-mail-lanes',
  `with ${moment} delete from mail_lanes using moment where next_at < moment.now - 3600000 and blocked_until < moment.now - 3600000`,
);

const forgetTurns = statement<None>('forget-mail-turns', `with ${moment} delete from mail_turns using moment where at < moment.now - 3600000`);

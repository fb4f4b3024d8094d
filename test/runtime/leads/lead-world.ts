import type { Release } from '../../../compiler/plan/ir.js';
import type { Outcome } from '../../../runtime/channels/channel.js';
import type { Clock, VirtualClock } from '../../../runtime/clock.js';
import { createVirtualClock } from '../../../runtime/clock.js';
import { createAdvance } from '../../../runtime/leads/advance-enrolment.js';
import type { Next } from '../../../runtime/leads/advance-enrolment.js';
import { createClaims } from '../../../runtime/leads/claims.js';
import type { Claims } from '../../../runtime/leads/claims.js';
import { createEnrolmentRefs } from '../../../runtime/leads/enrolment-refs.js';
import { createLeadDesk } from '../../../runtime/leads/lead-lock.js';
import type { LeadDesk } from '../../../runtime/leads/lead-lock.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { applyRelease, createReleases } from '../../../runtime/store/releases.js';
import type { TestDatabase } from '../store/test-database.js';
import { absorbEverything } from './absorb-everything.js';
import { start } from './release-for-tests.js';

/** A store with a release in force, and the hands that move leads through it. */
export interface LeadWorld {
  readonly database: TestDatabase;
  readonly clock: VirtualClock;
  readonly desk: LeadDesk;
  readonly claims: Claims;
  advance(enrolmentId: string, epoch?: number): Promise<Next>;
  /** Says that something happened now; worked in only by `absorb`, or by a look. */
  say(userId: string, name: string, properties?: Readonly<Record<string, unknown>>, messageId?: string): Promise<void>;
  identify(userId: string, attributes: Readonly<Record<string, unknown>>): Promise<void>;
  absorb(): Promise<void>;
  enrolments(campaign?: string): Promise<readonly EnrolmentRow[]>;
  /** Confirms, goes under way and settles as accepted. */
  deliver(sendKey: string, outcome?: Outcome): Promise<'handed over' | 'not'>;
  rows<Row extends Record<string, unknown>>(sql: string): Promise<readonly Row[]>;
}

export interface EnrolmentRow {
  readonly id: string;
  readonly campaign: string;
  readonly step: string | null;
  readonly ending: string | null;
  readonly resting_until: number | null;
  readonly awake: boolean;
}

export const accepted: Outcome = { kind: 'sent', response: '250 ok' };

export async function createWorld(database: TestDatabase, release: Release): Promise<LeadWorld> {
  const clock = createVirtualClock(start);
  await applyRelease(database.db, release, clock.now());
  return { clock, ...handsOn(database, clock) };
}

/** A further process on the same store. */
export function handsOn(database: TestDatabase, clock: Clock): Omit<LeadWorld, 'clock'> {
  const { db } = database;
  const desk = createLeadDesk({ db, clock, releases: createReleases() });
  const refs = createEnrolmentRefs(db);
  const claims = createClaims({ desk, refs });
  const look = createAdvance({ desk, refs, queueOf: () => 'mail', actOn: () => ({ queue: 'acts', attemptMs: 10_000, firstMs: 1_000, mostMs: 60_000 }) });
  let said = 0;
  const append = async (
    userId: string,
    kind: 'identify' | 'track',
    name: string,
    properties: Readonly<Record<string, unknown>>,
    messageId = `m${(said += 1)}`,
  ): Promise<void> => {
    const at = clock.now();
    await appendEvents(db, [{ source: 'test', messageId, userId, kind, name, at, properties }], at);
  };
  return {
    database,
    desk,
    claims,
    advance: (enrolmentId, epoch = 1) => look(enrolmentId, epoch),
    say: (userId, name, properties = {}, messageId) => append(userId, 'track', name, properties, messageId),
    identify: (userId, attributes) => append(userId, 'identify', 'identify', attributes),
    absorb: () => absorbEverything(desk),
    async enrolments(campaign) {
      const { rows } = await db.pool.query<EnrolmentRow>(
        `select id, campaign, step, ending, resting_until, awake from enrolments
         where $1::text is null or campaign = $1 order by campaign, entered_at, lead_id, id`,
        [campaign ?? null],
      );
      return rows;
    },
    async deliver(sendKey, outcome = accepted) {
      const confirmed = await claims.confirm(sendKey, 1);
      if (confirmed.kind !== 'ready') return 'not';
      await claims.underWay(confirmed.attempt, 'what was said');
      await claims.settle(confirmed.attempt, outcome);
      return 'handed over';
    },
    async rows<Row extends Record<string, unknown>>(sql: string) {
      const { rows } = await db.pool.query<Row>(sql);
      return rows;
    },
  };
}

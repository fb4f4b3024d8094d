import { createVirtualClock } from '../../runtime/clock.js';
import { absorbTogether } from '../../runtime/leads/bulk/absorb-together.js';
import { workDue } from '../../runtime/leads/bulk/work-due.js';
import type { LeadDesk } from '../../runtime/leads/lead-lock.js';
import { createLeadDesk } from '../../runtime/leads/lead-lock.js';
import { sweepAll } from '../../runtime/service/loops/due-loop.js';
import type { Database } from '../../runtime/store/database.js';
import { statement } from '../../runtime/store/database.js';
import { takeDueEntries } from '../../runtime/store/entering/due-entries.js';
import { appendEvents } from '../../runtime/store/events.js';
import { applyRelease, createReleases } from '../../runtime/store/releases.js';
import type { Bench } from '../bench.js';
import { rounded, timed } from '../compiler/rounds.js';
import { releaseIn } from '../drip-stage.js';
import { onDatabase } from './database-stage.js';

const leads = 4_000;
const batch = 500;
/** As the service has it. */
const concurrency = 4;
const before = Date.parse('2026-01-04T09:00:00Z');
const due = Date.parse('2026-01-05T09:00:00Z');

/**
 * Leads that a broadcast lets in per second, all that is written of each included, against a
 * transaction for each lead. Batch and batch about, so that both meet the same machine.
 */
export const measureEntering: Bench = (progress) =>
  onDatabase(progress, async (db) => {
    const clock = createVirtualClock(before);
    const desk = createLeadDesk({ db, clock, releases: createReleases() });
    await applyRelease(db, await releaseIn('bench/broadcast'), before);
    await bringLeads(desk, db);
    await sweepAll(desk);
    clock.moveTo(due);
    const [ours, alone] = [{ leads: 0, ms: 0 }, { leads: 0, ms: 0 }];
    for (let turn = 0; ; turn += 1) {
      const entries = await takeDueEntries(db, due, Date.now(), batch);
      if (entries.length === 0) break;
      const [side, together] = turn % 2 === 0 ? [ours, {}] : [alone, { together: 1 }];
      let entered = 0;
      const ms = await timed(async () => {
        entered = await workDue(desk, entries, { concurrency, ...together, onFailure: fail });
      });
      progress(`entering: ${entered} leads in ${ms.toFixed(0)} ms${turn % 2 === 0 ? '' : ', each by itself'}`);
      // The first of each gets to know the statements.
      if (turn < 2) continue;
      side.leads += entered;
      side.ms += ms;
    }
    const [row] = await db.query(inside);
    if (row?.inside !== leads) throw new Error(`${row?.inside} of ${leads} leads came in`);
    const perSecond = (side: { readonly leads: number; readonly ms: number }): number => (side.leads / side.ms) * 1_000;
    return [
      { name: 'entering', value: Math.round(perSecond(ours)), unit: 'leads/s', ratio: rounded(perSecond(ours) / perSecond(alone)) },
      { name: 'entering-alone', value: Math.round(perSecond(alone)), unit: 'leads/s' },
    ];
  });

async function bringLeads(desk: LeadDesk, db: Database): Promise<void> {
  const items = Array.from({ length: leads }, (_, index) => ({
    source: 'bench',
    messageId: `lead-${index}`,
    userId: `lead-${index}`,
    kind: 'identify' as const,
    name: 'identify',
    at: before,
    properties: { email: `lead-${index}@bench.example`, company_size: 200 },
  }));
  await appendEvents(db, items, before);
  const ids = (await db.query(leadIds)).map(({ id }) => id);
  for (let index = 0; index < ids.length; index += 50) await absorbTogether(desk, ids.slice(index, index + 50));
}

function fail(error: unknown): void {
  throw error;
}

const leadIds = statement<{ id: number }>('bench-leads', 'select id from leads order by id');
const inside = statement<{ inside: number }>('bench-inside', 'select count(*) as inside from enrolments');

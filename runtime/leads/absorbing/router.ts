import { startWorkLoop } from '../../work-loop.js';
import type { WorkLoop } from '../../work-loop.js';
import { statement } from '../../store/database.js';
import { absorb } from './absorb.js';
import { joinIdentities } from '../identity/join-identities.js';
import { mergeLeads } from '../identity/merge-leads.js';
import { MergedLead } from '../identity/merged-lead.js';
import type { LeadDesk } from '../lead-lock.js';

export interface RouterOptions {
  /** How many leads are worked on at once; each takes a connection. */
  readonly concurrency?: number;
  readonly onError: (error: unknown) => void;
  /** Told after leads were worked on, and how many: runs may have been queued. */
  readonly onAbsorbed?: (leads: number) => void;
}

/** Polling finds what nobody said. */
const pauseMs = 250;
/** A lead that could not be worked on is left alone this long: the others go on. */
const restAfterErrorMs = 10_000;
const batchSize = 200;

/** Works in what comes about any lead, from now on until stopped. */
export function startRouter(desk: LeadDesk, options: RouterOptions): WorkLoop {
  const { concurrency = 8, onError, onAbsorbed = () => {} } = options;
  // Goes round: leads that never fall silent must not hide those behind them.
  let after = 0;
  const failed = new Map<number, number>();
  const onFailure = (error: unknown, leadId: number): void => {
    failed.set(leadId, performance.now() + restAfterErrorMs);
    onError(error);
  };
  const turn = async (isStopped: () => boolean): Promise<boolean> => {
    await joinIdentities(desk, onError);
    const rows = await desk.db.query(leadsWithNews, [after, batchSize]);
    const leads = rows.map(({ lead_id }) => lead_id);
    for (const [lead, until] of failed) if (until <= performance.now()) failed.delete(lead);
    const able = leads.filter((lead) => !failed.has(lead));
    const worked = await absorbAll(desk, able, concurrency, isStopped, onFailure);
    if (worked > 0) onAbsorbed(worked);
    const last = leads.at(-1);
    const wrapped = after > 0 && leads.length < batchSize;
    after = leads.length < batchSize || last === undefined ? 0 : last;
    return wrapped || worked > 0;
  };
  return startWorkLoop(turn, { pauseMs, onError });
}

/** @returns how many leads had something that could be worked in */
async function absorbAll(
  desk: LeadDesk,
  leads: readonly number[],
  concurrency: number,
  isStopped: () => boolean,
  onFailure: (error: unknown, leadId: number) => void,
): Promise<number> {
  const queue = [...leads];
  let worked = 0;
  const work = async (): Promise<void> => {
    for (let lead = queue.shift(); lead !== undefined && !isStopped(); lead = queue.shift()) {
      const leadId = lead;
      try {
        if (await desk.withLead(leadId, (tx) => absorb(tx, desk, leadId))) worked += 1;
      } catch (error) {
        // What was on its way to a lead while that was merged.
        if (error instanceof MergedLead) await mergeLeads(desk, error.into, leadId).catch((failure: unknown) => onFailure(failure, leadId));
        else onFailure(error, leadId);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, work));
  return worked;
}

const leadsWithNews = statement<{ lead_id: number }>(
  'leads-with-news',
  // Who is about to become one with another is let into nothing before that.
  `select distinct lead_id from lead_inbox i
   where lead_id > $1 and not exists (select from identity_links k where i.lead_id in (k.other_id, k.into_id))
   order by lead_id limit $2`,
);

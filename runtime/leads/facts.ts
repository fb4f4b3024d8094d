import type { WorkspacePlan } from '../../compiler/plan/ir.js';
import type { Facts, PastEvent, PastSend, Progress } from '../engine/types.js';
import { statement } from '../store/database.js';
import type { LoadedRelease } from '../store/releases.js';
import type { Transaction } from '../store/transaction.js';
import type { EnrolmentRefRow } from './enrolment-refs.js';
import type { LeadDesk } from './lead-lock.js';
import { nowSql, virtualNow } from './lead-lock.js';
import type { LeadState } from './lead-state.js';
import { leadFacts } from './lead-state.js';
import { eventSql, leadColumnsSql, pastEventsSql, pastSendsSql } from './past-sql.js';
import { needsOf } from './plan-needs.js';

/** One enrolment and all its plan can ask about, read after the lead's lock was taken. */
export interface EnrolmentLook {
  /** Epoch ms: the moment of this look. */
  readonly now: number;
  readonly release: LoadedRelease;
  /** Whether events wait to be worked in; then the rest is behind them. */
  readonly unread: boolean;
  readonly lead: LeadState;
  readonly enrolment: {
    readonly id: string;
    readonly campaign: string;
    readonly planHash: string;
    readonly enteredAt: number;
    readonly entry: PastEvent;
    readonly progress: Progress;
    readonly ending: string | null;
    readonly restingUntil: number | null;
    readonly awake: boolean;
    readonly epoch: number;
  };
  readonly events: readonly PastEvent[];
  readonly sends: readonly PastSend[];
}

/** Undefined when the enrolment is gone, or nothing was ever applied. */
export async function lookAtEnrolment(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
): Promise<EnrolmentLook | undefined> {
  const { releases, clock } = desk;
  const needs = needsOf(await releases.plan(tx, ref.planHash));
  for (;;) {
    const known = releases.known();
    const window = longestWindowMs(known?.workspace);
    const [row] = await tx.query(look, [ref.id, ref.leadId, virtualNow(clock, ref.leadId), needs.events, needs.campaigns, window]);
    if (row === undefined) return undefined;
    const release = await releases.current(tx, row.revision);
    if (release === undefined) return undefined;
    // A release in between may have widened the caps: what was read is then too little.
    if (longestWindowMs(release.workspace) > window) continue;
    const { now, unread, lead, enrolment, events, sends } = row;
    return { now, release, unread, lead, enrolment, events, sends };
  }
}

export function factsOf({ lead, enrolment, events, sends, release }: EnrolmentLook): Facts {
  const { id, enteredAt, entry } = enrolment;
  const { workspace } = release;
  return { lead: leadFacts(lead, workspace), enrolment: { id, enteredAt, entry }, events, sends, workspace };
}

/** How far back caps count, in ms. */
export function longestWindowMs(workspace: WorkspacePlan | undefined): number {
  return Math.max(0, ...(workspace?.caps ?? []).map(({ windowMs }) => windowMs));
}

const look = statement<{
  now: number;
  revision: number | null;
  unread: boolean;
  lead: LeadState;
  enrolment: EnrolmentLook['enrolment'];
  events: readonly PastEvent[];
  sends: readonly PastSend[];
}>(
  'look-at-enrolment',
  `with moment as materialized (select ${nowSql('$3')} as now)
   select moment.now, (select revision from workspace) as revision,
     exists (select from lead_inbox i where i.lead_id = $2) as unread,
     (select to_json(lead) from (select ${leadColumnsSql} from leads l where l.id = $2) as lead) as lead,
     json_build_object('id', e.id, 'campaign', e.campaign, 'planHash', e.plan_hash, 'enteredAt', e.entered_at,
       'entry', (select ${eventSql('v')} from events v where v.seq = e.entry_seq),
       'progress', e.progress, 'ending', e.ending, 'restingUntil', e.resting_until, 'awake', e.awake,
       'epoch', e.epoch) as enrolment,
     ${pastEventsSql('$2', '$4')} as events,
     ${pastSendsSql('$2', '$5', 'moment.now - $6::bigint')} as sends
   from enrolments e, moment
   where e.id = $1`,
);

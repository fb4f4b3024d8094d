import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { FurtherFacts } from '../../engine/further-facts.js';
import { furtherOf } from '../../engine/further-facts.js';
import type { Rival } from '../../engine/gate/priority.js';
import { sameContentMs } from '../../engine/gate/same-content.js';
import { weekMs } from '../../engine/gate/wishes.js';
import type { Facts, PastEvent, PastSend, Progress } from '../../engine/types.js';
import { statement } from '../../store/database.js';
import type { LoadedRelease } from '../../store/releases.js';
import type { Transaction } from '../../store/transaction.js';
import { moveLeads } from '../../store/edits/moves.js';
import { allNamesOf, keyedSteps, underAllNames } from '../../store/edits/names.js';
import { controlFacts } from '../edits/holding.js';
import { isToMove } from '../edits/migrating.js';
import type { EnrolmentRefRow } from '../enrolment-refs.js';
import { maybeFolded, readFurther } from './further-facts.js';
import type { LeadDesk } from '../lead-lock.js';
import { nowSql, virtualNow } from '../lead-lock.js';
import type { LeadState } from './lead-state.js';
import { leadFacts } from './lead-state.js';
import { eventSql, leadColumnsSql, pastEventsSql, pastSendsSql } from './past-sql.js';
import { needsOf, withZones } from './plan-needs.js';
import { readOthers, rivalsAmong } from '../rivals.js';

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
  readonly further: FurtherFacts;
  /** Absent where the workspace has no order. */
  readonly rivals?: readonly Rival[];
}

/** Undefined when the enrolment is gone, or nothing was ever applied. */
export async function lookAtEnrolment(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
): Promise<EnrolmentLook | undefined> {
  const { releases, clock } = desk;
  let { planHash } = ref;
  let moved = false;
  for (;;) {
    const plan = await releases.plan(tx, planHash);
    const known = releases.known()?.workspace;
    const window = longestWindowMs(known);
    const needs = withZones(needsOf(plan), known);
    const names = releases.known()?.names;
    const campaigns = names === undefined ? needs.campaigns : allNamesOf(names, needs.campaigns);
    const folded = maybeFolded(needs.events, known);
    const [[row], further, others] = await Promise.all([
      tx.query(look, [ref.id, ref.leadId, virtualNow(clock, ref.leadId), needs.events, campaigns, window]),
      readFurther(tx, desk, ref.leadId, needs, folded),
      known?.priority === undefined ? undefined : readOthers(tx, releases, ref.leadId),
    ]);
    if (row === undefined) return undefined;
    const release = await releases.current(tx, row.revision);
    if (release === undefined) return undefined;
    // Who was moved to a newer plan has other needs.
    if (row.enrolment.planHash !== planHash) {
      ({ planHash } = row.enrolment);
      continue;
    }
    if (!moved && row.enrolment.ending === null && isToMove(release, row.enrolment)) {
      moved = true;
      if ((await moveLeads(tx, [ref.leadId], row.now)).length > 0) continue;
    }
    // A release in between may ask for more: what was read is then too little.
    const { workspace } = release;
    if (longestWindowMs(workspace) > window || (workspace.priority !== undefined && others === undefined)) continue;
    if (allNamesOf(release.names, needs.campaigns).length > campaigns.length) continue;
    if (withZones(needs, workspace) !== needs || maybeFolded(needs.events, workspace).length > folded.length) continue;
    const { now, unread, lead, enrolment, events } = row;
    const sends = underAllNames(release.names, row.sends);
    const seen = { now, release, unread, lead, enrolment, events, sends, further };
    return others === undefined ? seen : { ...seen, rivals: rivalsAmong(others, release, enrolment.id, now) };
  }
}

export function factsOf({ lead, enrolment, events, sends, release, further, rivals }: EnrolmentLook): Facts {
  const { id, campaign, enteredAt, entry } = enrolment;
  const { workspace } = release;
  return {
    lead: leadFacts(lead, workspace),
    enrolment: { id, enteredAt, entry },
    events,
    sends,
    workspace,
    ...(rivals === undefined ? {} : { rivals }),
    ...controlFacts(release, campaign),
    ...keyedSteps(release.names, campaign),
    ...furtherOf(further),
  };
}

/** How far back the gate counts messages, in ms. */
export function longestWindowMs(workspace: WorkspacePlan | undefined): number {
  // Whether this lead wants a week between two is not known before it is read.
  return Math.max(sameContentMs, weekMs, ...(workspace?.caps ?? []).map(({ windowMs }) => windowMs));
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

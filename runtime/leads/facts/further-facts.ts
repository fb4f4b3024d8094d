import type { FoldedEvents, FurtherFacts, PastAct, RfmFacts } from '../../engine/further-facts.js';
import { statement } from '../../store/database.js';
import type { Names } from '../../store/edits/names.js';
import { allNamesOf, noNames, underAllNames } from '../../store/edits/names.js';
import type { Transaction } from '../../store/transaction.js';
import type { LeadDesk } from '../lead-lock.js';
import type { FurtherNeeds } from './plan-needs.js';

/**
 * What these needs ask for of one lead, in one statement that is sent along with others; none for
 * needs that ask for nothing. To be called with the lead's lock held.
 */
export async function readFurther(
  tx: Transaction,
  { functions, releases }: Pick<LeadDesk, 'functions'> & Partial<Pick<LeadDesk, 'releases'>>,
  leadId: number,
  needs: FurtherNeeds,
  folded: readonly string[],
): Promise<FurtherFacts> {
  const { account, rfm, lists, inside, acts } = needs;
  if (!account && !rfm && !inside && lists.length === 0 && acts.length === 0 && folded.length === 0) return { functions };
  const names = releases?.known()?.names ?? noNames;
  const [row] = await tx.query(furtherFacts, [leadId, account, rfm, lists, inside, allNamesOf(names, acts), folded]);
  if (row === undefined) return { functions };
  return {
    functions,
    account: row.account ?? undefined,
    rfm: row.rfm === null ? undefined : rfmOf(row.rfm),
    lists: lists.length === 0 ? undefined : new Set(row.lists ?? []),
    campaigns: inside ? new Set(allNamesOf(names, row.campaigns ?? [])) : undefined,
    acts: underEveryName(names, row.acts ?? []),
    folded: row.folded === null ? undefined : new Map(row.folded.map(({ name, ...rest }) => [name, rest])),
  };
}

/** A plan that leads are pinned to asks with the names of its time. */
function underEveryName(names: Names, acts: readonly PastAct[]): readonly PastAct[] {
  return underAllNames(names, acts).flatMap(({ also, ...act }) =>
    also === undefined
      ? [act]
      : also.map((name) => {
          const [campaign = '', step = ''] = name.split('/');
          return { ...act, campaign, step };
        }),
  );
}

type RfmRow = Omit<RfmFacts, 'latencyMs'> & { readonly latencyMs: number | null };

function rfmOf({ latencyMs, ...ranks }: RfmRow): RfmFacts {
  return latencyMs === null ? ranks : { ...ranks, latencyMs };
}

interface FurtherRow {
  account: { id: string; attributes: Readonly<Record<string, unknown>> } | null;
  rfm: RfmRow | null;
  lists: readonly string[] | null;
  campaigns: readonly string[] | null;
  acts: readonly PastAct[] | null;
  folded: readonly (FoldedEvents & { readonly name: string })[] | null;
  [column: string]: unknown;
}

// A list of companies holds domains: the account's own, or where nobody said which account it is, the address's.
const furtherFacts = statement<FurtherRow>(
  'further-facts',
  `select
     case when $2 then (select json_build_object('id', a.account_id, 'attributes', a.attributes)
       from accounts a where a.id = l.account_id) end as account,
     case when $3 then (select json_build_object('r', r.r, 'f', r.f, 'm', r.m, 'rank', r.rank,
         'latencyMs', (select latency_ms from rfm_rankings))
       from rfm r where r.lead_id = l.id) end as rfm,
     (select json_agg(i.name) from lists i
      where i.name = any($4::text[]) and exists (
        select from list_keys k where k.hash = i.hash and k.key = case i.by
          when 'id' then l.user_id
          when 'email' then lower(trim(l.attributes->>'email'))
          else lower(coalesce(
            (select a.attributes->>'domain' from accounts a where a.id = l.account_id),
            case when l.account_id is null then split_part(l.attributes->>'email', '@', 2) end)) end)) as lists,
     case when $5 then (select json_agg(distinct e.campaign) from enrolments e
       where e.lead_id = l.id and e.ending is null and not e.progress ? 'over') end as campaigns,
     (select json_agg(json_build_object('campaign', m.campaign, 'step', m.step, 'act', m.act, 'at', m.at) order by m.at, m.id)
      from message_events m
      where m.lead_id = l.id and m.campaign = any($6::text[]) and m.act in ('opened', 'clicked', 'replied')
        and not m.machine) as acts,
     (select json_agg(json_build_object('name', f.name, 'count', f.count, 'firstAt', f.first_at,
         'latestAt', f.latest_at, 'properties', f.properties, 'sums', f.sums))
      from event_folds f where f.lead_id = l.id and f.name = any($7::text[])) as folded
   from leads l where l.id = $1`,
);

/** The events of which old ones may have been folded: none where the workspace keeps them for ever. */
export function maybeFolded(
  events: readonly string[],
  workspace: { readonly retention?: { readonly eventsMs?: number } } | undefined,
): readonly string[] {
  return workspace?.retention?.eventsMs === undefined ? [] : events;
}

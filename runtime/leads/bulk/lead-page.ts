import type { EntryFacts } from '../../engine/enter.js';
import type { PastEvent, PastSend } from '../../engine/types.js';
import { statement } from '../../store/database.js';
import { allNamesOf, underAllNames } from '../../store/edits/names.js';
import type { CampaignInForce, LoadedRelease } from '../../store/releases.js';
import type { Transaction } from '../../store/transaction.js';
import { maybeFolded, readFurther } from '../facts/further-facts.js';
import type { LeadDesk } from '../lead-lock.js';
import type { LeadState } from '../facts/lead-state.js';
import { leadFacts } from '../facts/lead-state.js';
import { leadColumnsSql, pastEventsSql, pastSendsSql } from '../facts/past-sql.js';
import { needsOf, withZones } from '../facts/plan-needs.js';

/** One lead of many, as far as a campaign's ways in may ask; read without its lock. */
export interface PagedLead {
  readonly id: number;
  readonly firstSeen: number;
  readonly accountId: number | null;
  /** Whether something waits to be worked in: then what is known is behind. */
  readonly unread: boolean;
  readonly facts: EntryFacts;
}

/** What the ways into the campaign may know of these leads, in the order of their ids. */
export async function readPage(
  tx: Transaction,
  desk: Pick<LeadDesk, 'functions' | 'releases'>,
  release: Pick<LoadedRelease, 'workspace' | 'names'>,
  { plan, name }: Pick<CampaignInForce, 'plan' | 'name'>,
  ids: readonly number[],
): Promise<readonly PagedLead[]> {
  if (ids.length === 0) return [];
  const needs = withZones(needsOf(plan), release.workspace);
  const folded = maybeFolded(needs.events, release.workspace);
  const rows = await tx.query(page, [ids, needs.events, allNamesOf(release.names, needs.campaigns), allNamesOf(release.names, [name])]);
  return Promise.all(
    rows.map(async ({ lead, unread, events, sends, standing }): Promise<PagedLead> => {
      const { lastEnteredAt, keys, inside } = standing;
      const facts: EntryFacts = {
        ...(await readFurther(tx, desk, lead.id, needs, folded)),
        lead: leadFacts(lead, release.workspace),
        events,
        sends: underAllNames(release.names, sends),
        inside,
        ...(lastEnteredAt === null ? {} : { lastEnteredAt }),
        keys: new Set(keys ?? []),
      };
      return { id: lead.id, firstSeen: lead.firstSeen, accountId: lead.accountId, unread, facts };
    }),
  );
}

/** The ids of the next leads behind one. */
export async function idsBehind(tx: Transaction, cursor: number, limit: number): Promise<readonly number[]> {
  return (await tx.query(nextIds, [cursor, limit])).map(({ id }) => id);
}

export async function idsOfAccounts(tx: Transaction, accounts: readonly number[]): Promise<readonly number[]> {
  return (await tx.query(accountIds, [accounts])).map(({ id }) => id);
}

const nextIds = statement<{ id: number }>('next-lead-ids', 'select id from leads where id > $1 and merged_into is null order by id limit $2');

const accountIds = statement<{ id: number }>(
  'lead-ids-of-accounts',
  'select id from leads where account_id = any($1::bigint[]) order by id',
);

const page = statement<{
  lead: LeadState;
  unread: boolean;
  events: readonly PastEvent[];
  sends: readonly PastSend[];
  standing: { readonly lastEnteredAt: number | null; readonly keys: readonly string[] | null; readonly inside: boolean };
}>(
  'lead-page',
  `select (select to_json(one) from (select ${leadColumnsSql}) as one) as lead,
     exists (select from lead_inbox i where i.lead_id = l.id) as unread,
     ${pastEventsSql('l.id', '$2')} as events,
     ${pastSendsSql('l.id', '$3', "'9223372036854775807'::bigint")} as sends,
     (select json_build_object('lastEnteredAt', max(e.entered_at), 'keys', json_agg(e.entry_key),
        'inside', coalesce(bool_or(e.ending is null and not e.progress ? 'over'), false))
      from enrolments e where e.lead_id = l.id and e.campaign = any($4::text[])) as standing
   from leads l where l.id = any($1::bigint[]) order by l.id`,
);

import { suppressedSql } from './lead-state.js';

// Fragments that both looks share: at one enrolment, and at one lead with all of its affairs. Each
// gathers rows into JSON, so that a look is one statement and one answer.

/** SQL: the columns of a lead `l`, named as in `LeadState`. */
export const leadColumnsSql = `l.id, l.user_id as "userId", l.attributes, l.fit, l.pain,
  l.ready_since as "readySince", l.first_seen as "firstSeen", l.account_id as "accountId",
  l.account_since as "accountSince", l.fades_at as "fadesAt", l.undeclared, ${suppressedSql('l')} as suppressed,
  coalesce((select json_object_agg(c.topic, json_build_object('granted', c.granted, 'at', c.at))
    from consents c where c.lead_id = l.id), '{}') as consents`;

/** SQL: one event as JSON, as `PastEvent` has it. */
export function eventSql(alias: string): string {
  return `json_build_object('seq', ${alias}.seq, 'name', ${alias}.name, 'at', ${alias}.at, 'properties', ${alias}.properties)`;
}

/** SQL: the lead's past of these events, oldest first, without what nobody has worked in yet. */
export function pastEventsSql(lead: string, names: string): string {
  return `coalesce((select json_agg(${eventSql('v')} order by v.at, v.seq)
    from events v
    where v.lead_id = ${lead} and v.kind = 'track' and v.name = any(${names}::text[])
      and not exists (select from lead_inbox i where i.lead_id = ${lead} and i.seq = v.seq)), '[]')`;
}

/** SQL: the lead's messages that caps or these campaigns can ask for; `since` is epoch ms. */
export function pastSendsSql(lead: string, campaigns: string, since: string): string {
  return `coalesce((select json_agg(json_build_object('key', c.key, 'campaign', c.campaign, 'step', c.step,
      'class', c.class, 'state', c.state, 'item', c.item, 'imported', c.imported, 'sameUntil', c.same_until,
      'rendered', case when c.class = 'marketing' then c.rendered_hash end, 'at', coalesce(c.settled_at, c.claimed_at)))
    from claims c
    where c.lead_id = ${lead} and (c.campaign = any(${campaigns}::text[])
      or c.state in ('claimed', 'under_way') or coalesce(c.settled_at, c.claimed_at) > ${since})), '[]')`;
}


import type { Database } from '../database.js';
import { statement } from '../database.js';

/** What came of the messages of one campaign since its rollout was put into force or let go on. */
export interface RolloutCount {
  readonly campaign: string;
  readonly sent: number;
  readonly bounces: number;
  readonly complaints: number;
  readonly unsubscribes: number;
}

/** Of these campaigns, those that are neither held nor stopped. */
export async function countRollouts(db: Database, campaigns: readonly string[]): Promise<readonly RolloutCount[]> {
  return campaigns.length === 0 ? [] : db.query(count, [campaigns]);
}

// A refusal at the door is a bounce like one that comes later by mail; one that was told of in both
// ways is one.
const count = statement<RolloutCount>(
  'count-rollouts',
  `select r.campaign,
     (select count(*) from claims c where c.campaign = r.campaign and c.settled_at >= r.counted_from
       and c.state in ('sent', 'unknown', 'refused') and not c.imported) as sent,
     (select count(*) from claims c where c.campaign = r.campaign and c.settled_at >= r.counted_from and c.state = 'refused'
        and not exists (select from message_events m where m.send_key = c.key and m.act = 'bounced' and m.at >= r.counted_from))
       + ${acted('bounced')} as bounces,
     ${acted('complained')} as complaints, ${acted('unsubscribed')} as unsubscribes
   from rollouts r
   where r.campaign = any($1) and not exists (select from controls c where c.campaign in (r.campaign, '*'))`,
);

/** SQL: of how many messages that was told. */
function acted(act: 'bounced' | 'complained' | 'unsubscribed'): string {
  return `(select count(distinct m.send_key) from message_events m
       where m.campaign = r.campaign and m.at >= r.counted_from and m.act = '${act}' and not m.machine)`;
}

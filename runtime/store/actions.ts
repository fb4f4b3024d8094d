import { statement } from './database.js';
import type { Transaction } from './transaction.js';

/** An action as a campaign asks for it; times in epoch ms. */
export interface NewAction {
  readonly key: string;
  readonly enrolmentId: string;
  readonly campaign: string;
  readonly step: string;
  readonly action: string;
  readonly config: unknown;
  readonly timeoutMs?: number;
  readonly createdAt: number;
}

/** Writes down what is to be done, once each by key. */
export function insertActions(tx: Transaction, leadId: number, actions: readonly NewAction[]): void {
  if (actions.length > 0) tx.send(insert, [leadId, JSON.stringify(actions)]);
}

/** The lead has left: what runs is told to stop, and what it brings is thrown away. */
export function callOffActions(tx: Transaction, keys: readonly string[], at: number): void {
  if (keys.length > 0) tx.send(callOff, [keys, at]);
}

const insert = statement<Record<string, never>>(
  'insert-actions',
  `insert into actions (key, lead_id, enrolment_id, campaign, step, action, config, state, created_at, timeout_ms)
   select n.key, $1, n."enrolmentId", n.campaign, n.step, n.action, coalesce(n.config, 'null'::jsonb), 'open',
     n."createdAt", n."timeoutMs"
   from jsonb_to_recordset($2) as n (key text, "enrolmentId" uuid, campaign text, step text, action text, config jsonb,
     "createdAt" bigint, "timeoutMs" bigint)
   on conflict (key) do nothing`,
);

const callOff = statement<Record<string, never>>(
  'call-off-actions',
  `update actions set state = 'called_off', settled_at = $2 where key = any($1) and state = 'open'`,
);

import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Backlog } from '../store/reports/backlog.js';

/**
 * The gauges of what waits. All processes on one database say the same: take the maximum, not the sum.
 * Where the database does not answer they are left out, so that no old number passes for a new one.
 *
 * @returns what sets them; `now` is epoch ms
 */
export function setBacklog(registry: Registry): (row: Backlog | undefined, now: number) => void {
  const registers = [registry];
  const plain = (name: string, help: string): Gauge => new Gauge({ name, help, labelNames: [], registers });
  const inbox = plain('perennial_inbox_events', 'Events that are not worked in yet.');
  const inboxAge = plain('perennial_inbox_age_seconds', 'How long the first of them has waited.');
  const outbox = plain('perennial_outbox_rows', 'Enrolments Temporal is to be told about.');
  const outboxAge = plain('perennial_outbox_age_seconds', 'How long the first of them has waited.');
  const overdue = plain('perennial_overdue_enrolments', 'Enrolments that should have been looked at a minute ago.');
  const entries = plain('perennial_overdue_entries', 'Ways in that should have been looked at a minute ago.');
  const unknown = plain('perennial_unknown_messages', 'Messages of which nobody knows whether they arrived.');
  const heldLeads = plain('perennial_held_leads', 'Leads that came due while their campaign was held.');
  const open = new Gauge({ name: 'perennial_open_messages', help: 'Messages that are decided and not settled.', labelNames: ['channel', 'state'], registers });
  const controls = new Gauge({ name: 'perennial_campaign_control', help: '1 for a campaign that is held or stopped; * is every one.', labelNames: ['campaign', 'state'], registers });
  return (row, now) => {
    for (const gauge of [inbox, inboxAge, outbox, outboxAge, overdue, entries, unknown, heldLeads]) gauge.remove();
    open.reset();
    controls.reset();
    if (row === undefined) return;
    const age = (since: number | null): number => (since === null ? 0 : Math.max(0, (now - since) / 1_000));
    inbox.set(row.inbox);
    inboxAge.set(age(row.inboxSince));
    outbox.set(row.outbox);
    outboxAge.set(age(row.outboxSince));
    overdue.set(row.overdue);
    entries.set(row.overdueEntries);
    unknown.set(row.unknown);
    heldLeads.set(row.heldLeads);
    for (const { channel, state, messages } of row.open) open.set({ channel, state }, messages);
    for (const { campaign, state } of row.controls) controls.set({ campaign, state }, 1);
  };
}

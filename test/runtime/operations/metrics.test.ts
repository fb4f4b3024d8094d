import { expect, test } from 'vitest';
import { createMetrics } from '../../../runtime/operations/metrics.js';
import type { Backlog } from '../../../runtime/store/reports/backlog.js';

const calm: Backlog = {
  inbox: 0,
  inboxSince: null,
  outbox: 0,
  outboxSince: null,
  overdue: 0,
  overdueEntries: 0,
  open: [],
  unknown: 0,
  controls: [],
  heldLeads: 0,
};

test('what waits is said with its age, by label, and no longer than it waits', async () => {
  const metrics = createMetrics();
  let row: Backlog = {
    ...calm,
    inbox: 3,
    inboxSince: Date.now() - 90_000,
    open: [{ channel: 'email', state: 'claimed', messages: 2 }],
    controls: [{ campaign: '*', state: 'held' }],
  };
  metrics.gauge({ backlog: async () => row, workers: () => [{ queue: 'perennial', running: true, inFlight: 4, cached: 9 }] });
  const text = await metrics.text();
  expect(text).toMatch(/^perennial_inbox_events 3$/m);
  expect(Number(/^perennial_inbox_age_seconds ([\d.]+)$/m.exec(text)?.[1])).toBeCloseTo(90, 0);
  expect(text).toMatch(/^perennial_open_messages\{channel="email",state="claimed"\} 2$/m);
  expect(text).toMatch(/^perennial_campaign_control\{campaign="\*",state="held"\} 1$/m);
  expect(text).toMatch(/^perennial_worker_in_flight\{queue="perennial"\} 4$/m);
  row = calm;
  const later = await metrics.text();
  expect(later).toMatch(/^perennial_inbox_age_seconds 0$/m);
  expect(later).not.toContain('perennial_open_messages{');
  expect(later).not.toContain('perennial_campaign_control{');
});

test('where the database is away no old number passes for a new one', async () => {
  const metrics = createMetrics();
  let away = false;
  metrics.gauge({
    backlog: async () => {
      if (away) throw new Error('away');
      return { ...calm, outbox: 7 };
    },
    workers: () => [],
  });
  expect(await metrics.text()).toMatch(/^perennial_outbox_rows 7$/m);
  away = true;
  const text = await metrics.text();
  expect(text).toMatch(/^perennial_database_up 0$/m);
  expect(text).not.toMatch(/^perennial_outbox_rows \d/m);
});

test('what one process does is counted', async () => {
  const metrics = createMetrics();
  metrics.received([{ kind: 'track' }, { kind: 'track' }], ['stored', 'duplicate']);
  metrics.absorbed(2);
  metrics.advanced('deliver', 40);
  metrics.handedOver('email', 'unknown', 1_000);
  metrics.rescued(5);
  const text = await metrics.text();
  expect(text).toContain('perennial_events_received_total{kind="track",result="duplicate"} 1');
  expect(text).toContain('perennial_leads_absorbed_total 2');
  expect(text).toContain('perennial_advance_seconds_sum{next="deliver"} 0.04');
  expect(text).toContain('perennial_hand_over_seconds_count{channel="email",outcome="unknown"} 1');
  expect(text).toContain('perennial_sweep_rescues_total 5');
});

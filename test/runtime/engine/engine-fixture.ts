import type { Plan, SendStep, Step, WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { Facts, PastEvent, PastSend } from '../../../runtime/engine/types.js';

/** 2026-03-02, a Monday, 10:00 in Berlin. */
export const monday = Date.parse('2026-03-02T09:00:00Z');
export const hour = 3_600_000;
export const day = 24 * hour;

export const workspace: WorkspacePlan = {
  dsl: 1,
  company: 'Northwind',
  postalAddress: '12 Harbour Street',
  zone: 'Europe/Berlin',
  caps: [],
  overCapDeferMs: 5 * day,
  hours: { business: { weekdays: [1, 2, 3, 4, 5], from: 9 * 60, until: 17 * 60 } },
  topics: { tips: { title: 'Tips', opt: 'out' }, news: { title: 'News', opt: 'in' } },
  senders: { anna: { address: 'anna@northwind.example', label: 'Anna' } },
  schema: { lead: {}, events: {} },
};

export function send(id: string, more: Partial<SendStep> = {}): SendStep {
  return {
    kind: 'send',
    id,
    channel: 'email',
    template: id,
    due: { kind: 'now' },
    next: null,
    email: { class: 'marketing', topic: 'tips', from: 'anna' },
    unsure: 'skip',
    ...more,
  };
}

export function plan(steps: readonly Step[], more: Partial<Plan> = {}): Plan {
  return {
    dsl: 1,
    campaign: 'welcome',
    title: 'Welcome',
    kind: 'welcome',
    stage: 'lead',
    owner: 'team',
    enter: [{ event: 'signed_up', again: { kind: 'never' } }],
    leave: [],
    steps,
    first: steps[0]?.id ?? null,
    interests: { events: [], attributes: [], score: false },
    history: [],
    ...more,
  };
}

export function event(name: string, at: number, properties: Record<string, unknown> = {}, seq = at): PastEvent {
  return { seq, name, at, properties };
}

export interface Given {
  readonly attributes?: Record<string, unknown>;
  readonly consent?: Record<string, boolean>;
  readonly suppressed?: boolean;
  readonly events?: readonly PastEvent[];
  readonly sends?: readonly PastSend[];
  readonly workspace?: Partial<WorkspacePlan>;
  readonly score?: { readonly fit: number; readonly pain: number; readonly since?: number };
}

export function facts(given: Given = {}): Facts {
  return {
    lead: {
      id: 'lead-1',
      attributes: { email: 'ada@example.com', ...given.attributes },
      score: given.score ?? { fit: 0, pain: 0 },
      consent: given.consent ?? {},
      suppressed: given.suppressed ?? false,
    },
    enrolment: { id: 'enrolment-1', enteredAt: monday, entry: event('signed_up', monday) },
    events: [event('signed_up', monday), ...(given.events ?? [])],
    sends: given.sends ?? [],
    workspace: { ...workspace, ...given.workspace },
  };
}

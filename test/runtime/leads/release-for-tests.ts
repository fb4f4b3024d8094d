import type {
  Entry,
  Expression,
  Plan,
  PlanContent,
  Release,
  SendStep,
  Step,
  WorkspacePlan,
} from '../../../compiler/plan/ir.js';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** A Monday, 12:00 UTC. */
export const start = Date.UTC(2026, 2, 2, 12);

export function workspaceWith(changes: Partial<WorkspacePlan> = {}): WorkspacePlan {
  return {
    dsl: 1,
    company: 'Northwind Documents',
    postalAddress: '12 Harbour Street, 20457 Hamburg, Germany',
    zone: 'UTC',
    caps: [],
    overCapDeferMs: 0,
    hours: {},
    topics: { tips: { title: 'Product tips', opt: 'out' } },
    senders: { us: { address: 'anna@northwind.example', label: 'Anna' } },
    schema: {
      lead: {
        email: { type: 'text', personal: true },
        plan: { type: 'text', values: ['free', 'trial', 'pro'], personal: false },
        size: { type: 'number', personal: false },
      },
      events: {},
    },
    ...changes,
  };
}

export function sendOf(id: string, changes: Partial<SendStep> = {}): SendStep {
  return {
    kind: 'send',
    id,
    due: { kind: 'now' },
    next: null,
    channel: 'email',
    template: id,
    email: { class: 'marketing', topic: 'tips', from: 'us' },
    unsure: 'skip',
    ...changes,
  };
}

/** A plan that takes leads in on `signed_up`; what its steps read has to be named. */
export function planOf(
  campaign: string,
  steps: readonly Step[],
  changes: Partial<Plan> & { readonly events?: readonly string[]; readonly attributes?: readonly string[] } = {},
): Plan {
  const { events = [], attributes = [], ...rest } = changes;
  const entry: Entry = { event: 'signed_up', again: { kind: 'never' } };
  return {
    dsl: 1,
    campaign,
    title: campaign,
    kind: 'welcome',
    stage: 'lead',
    owner: 'team',
    enter: [entry],
    leave: [],
    steps,
    first: steps[0]?.id ?? null,
    interests: { events, attributes, score: false },
    history: events,
    ...rest,
  };
}

export function contentOf({ campaign, steps }: Plan, word = 'Hello'): PlanContent {
  const messages = steps.flatMap((step) =>
    step.kind === 'send'
      ? [[step.id, { template: step.template, subject: word, preheader: '', html: '<p>x</p>', text: 'x', hash: word }] as const]
      : [],
  );
  return { campaign, messages: Object.fromEntries(messages) };
}

export function releaseOf(plans: readonly Plan[], workspace: WorkspacePlan = workspaceWith()): Release {
  return { workspace, campaigns: plans.map((plan) => ({ plan, content: contentOf(plan) })) };
}

export function attributeIs(name: string, value: string): Expression {
  return {
    kind: 'compare',
    operator: '==',
    left: { kind: 'attribute', name, type: 'text' },
    right: { kind: 'constant', value },
  };
}

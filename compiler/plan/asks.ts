/**
 * What a plan, or scoring, asks for beyond the lead's own attributes and events, as words:
 * `account`, `account:size`, `rfm`, `list:target-accounts`, `campaign:onboarding` (whether the lead is
 * inside), `acts:onboarding` (what people did with its messages), `sent:onboarding`, `call:domain_of`.
 * Sorted.
 *
 * Every expression counts, wherever it stands: the plan is walked as the plain JSON that it is, so a
 * construct that comes to the language is found without a word here.
 */
export function asksOf(plan: object): readonly string[] {
  const known = before.get(plan);
  if (known !== undefined) return known;
  const asks = new Set<string>();
  collect(plan, asks);
  const sorted = [...asks].sort();
  before.set(plan, sorted);
  return sorted;
}

const before = new WeakMap<object, readonly string[]>();

function collect(value: unknown, into: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const ask of asked(new Map(Object.entries(value)))) into.add(ask);
  for (const part of Object.values(value)) collect(part, into);
}

function asked(part: ReadonlyMap<string, unknown>): readonly string[] {
  switch (part.get('kind')) {
    case 'account':
      return ['account', `account:${String(part.get('name'))}`];
    case 'rfm':
      return ['rfm'];
    case 'in-list':
      return [`list:${String(part.get('list'))}`];
    case 'in-campaign':
      return [`campaign:${String(part.get('campaign'))}`];
    case 'message':
      return [`acts:${String(part.get('campaign'))}`];
    case 'sent':
      return [`sent:${String(part.get('campaign'))}`];
    case 'call':
      return [`call:${String(part.get('function'))}`];
    case 'changed':
      return part.get('of') === 'account' ? ['account', `account:${String(part.get('attribute'))}`] : [];
    case 'at':
      return part.get('clock') === 'account' ? ['account', 'account:time_zone'] : [];
    case 'set':
      return part.get('of') === 'account' ? ['account'] : [];
    default:
      return [];
  }
}

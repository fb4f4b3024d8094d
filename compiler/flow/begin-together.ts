import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { EntryAst } from '../../grammar/ast/entry.js';
import type { ExprAst } from '../../grammar/ast/expression.js';

const beforePurchase = ['visitor', 'lead', 'sdr-ready', 'opportunity'];
const afterPurchase = ['customer', 'loyal'];

/**
 * Whether one event brings a lead into both campaigns, and the lead then is in both.
 *
 * Not where they exclude each other, where one is for leads and the other for customers (a purchase ends lead campaigns,
 * domain.md N-01), where entering one ends the other, and where one lets in only who has not done what brought
 * the lead into the other.
 */
export function beginTogether(one: CampaignAst, other: CampaignAst): boolean {
  return (
    shareWayIn(one, other) &&
    !(
      excludes(one, other) ||
      excludes(other, one) ||
      differInStage(one, other) ||
      endsOnEntryOf(one, other) ||
      endsOnEntryOf(other, one) ||
      shutsOut(one, other) ||
      shutsOut(other, one)
    )
  );
}

/** Conditions may part the leads, so only a way in without one is sure. */
function shareWayIn(one: CampaignAst, other: CampaignAst): boolean {
  const open = (entry: EntryAst) => (entry.kind === 'on' && entry.where === undefined ? [entry.event.value] : []);
  const events = new Set(one.enter.flatMap(open));
  return other.enter.flatMap(open).some((event) => events.has(event));
}

function excludes({ excludes: names }: CampaignAst, { name }: CampaignAst): boolean {
  return names.some(({ value }) => value === name.value);
}

function differInStage({ stage: one }: CampaignAst, { stage: other }: CampaignAst): boolean {
  const before = (stage: string) => beforePurchase.includes(stage);
  const after = (stage: string) => afterPurchase.includes(stage);
  if (one === undefined || other === undefined) return false;
  return (before(one.value) && after(other.value)) || (after(one.value) && before(other.value));
}

/** Every way into `other` is an event that ends `one`. */
function endsOnEntryOf(one: CampaignAst, other: CampaignAst): boolean {
  const ends = new Set(one.leave.flatMap((way) => (way.kind === 'on' && way.where === undefined ? [way.event.value] : [])));
  if (one.goal !== undefined && one.goal.where === undefined) ends.add(one.goal.event.value);
  return other.enter.length > 0 && other.enter.every((entry) => entry.kind === 'on' && ends.has(entry.event.value));
}

/** `one` lets in only leads without an event that all who are in `other` had. */
function shutsOut(one: CampaignAst, other: CampaignAst): boolean {
  if (one.enter.length === 0 || other.enter.length === 0) return false;
  return one.enter.every((entry) =>
    neverDid(entry).some((event) => other.enter.every((way) => way.kind === 'on' && way.event.value === event)),
  );
}

/** Events `e` of `where: not did(e ever) and …`. */
function neverDid({ where }: EntryAst): readonly string[] {
  if (where === undefined) return [];
  const parts: readonly ExprAst[] = where.kind === 'logic' && where.operator === 'and' ? where.operands : [where];
  return parts.flatMap((part) => {
    if (part.kind !== 'not' || part.operand.kind !== 'history') return [];
    const { function: asked, window, where: which, event } = part.operand;
    return asked === 'did' && window.kind === 'ever' && which === undefined ? [event.value] : [];
  });
}

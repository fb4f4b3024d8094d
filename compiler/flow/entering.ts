import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { EntryAst } from '../../grammar/ast/entry.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import { onceFor } from '../once-for.js';

const beforePurchase = ['visitor', 'lead', 'sdr-ready', 'opportunity'];
const afterPurchase = ['customer', 'loyal'];

/** What a campaign says of who is in it, in the words by which two campaigns are told apart. */
export interface Entering {
  readonly name: string;
  readonly side?: 'before-purchase' | 'after-purchase';
  readonly excludes: ReadonlySet<string>;
  /** Events that end it for everybody. */
  readonly ends: ReadonlySet<string>;
  readonly ways: readonly WayIn[];
  /** Events that begin it for everybody: ways in without a condition. */
  readonly open: readonly string[];
  /** Nobody enters it a second time. */
  readonly once: boolean;
  /** The one event that begins it, once in a life and for everybody. */
  readonly only?: string;
}

interface WayIn {
  /** Undefined where no event lets the lead in. */
  readonly event?: string;
  /** Lets in only leads without any of these events. */
  readonly neverDid: readonly string[];
}

export const enteringOf: (campaign: CampaignAst) => Entering = onceFor((campaign) => {
  const { name, stage, enter, excludes } = campaign;
  const side = sideOf(stage?.value);
  const [only, second] = enter;
  const isAlone = only?.kind === 'on' && second === undefined && isOpen(only) && only.unless === undefined;
  const once = enter.every((entry) => entry.kind === 'on' && (entry.again === undefined || entry.again.kind === 'never'));
  return {
    name: name.value,
    ...(side === undefined ? {} : { side }),
    excludes: new Set(excludes.map(({ value }) => value)),
    ends: endsOf(campaign),
    ways: enter.map((entry) => ({ ...(entry.kind === 'on' ? { event: entry.event.value } : {}), neverDid: neverDid(entry) })),
    open: enter.flatMap((entry) => (entry.kind === 'on' && isOpen(entry) ? [entry.event.value] : [])),
    once,
    ...(isAlone && once ? { only: only.event.value } : {}),
  };
});

/** Conditions may part the leads, so only a way in without one is sure. */
function isOpen({ where }: EntryAst): boolean {
  return where === undefined;
}

function sideOf(stage: string | undefined): Entering['side'] {
  if (stage === undefined) return undefined;
  if (beforePurchase.includes(stage)) return 'before-purchase';
  return afterPurchase.includes(stage) ? 'after-purchase' : undefined;
}

function endsOf({ leave, goal }: CampaignAst): ReadonlySet<string> {
  const ends = new Set(leave.flatMap((way) => (way.kind === 'on' && way.where === undefined ? [way.event.value] : [])));
  if (goal !== undefined && goal.where === undefined) ends.add(goal.event.value);
  return ends;
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

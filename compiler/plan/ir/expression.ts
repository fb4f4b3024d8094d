export type Scalar = number | string | boolean;

/** How a stored value is read: a `timestamp` becomes epoch ms, a `date` stays `YYYY-MM-DD`. */
export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'timestamp';

export type Window =
  | { readonly kind: 'ever' }
  | { readonly kind: 'since-entry' }
  | { readonly kind: 'before-entry' }
  | { readonly kind: 'in-last'; readonly ms: number }
  | { readonly kind: 'between'; readonly from: Expression; readonly to: Expression };

/** `velocity` in points per day (domain.md S-17). */
export type ScorePart = 'fit' | 'pain' | 'total' | 'velocity';

/**
 * Quintiles 1..5; `rank` 0..1, the share of buyers that stand no higher; `latency` in ms from the first purchase to the
 * second, on average (domain.md R-05).
 */
export type RfmPart = 'r' | 'f' | 'm' | 'rank' | 'latency';

/**
 * Evaluates to a scalar or to unknown (missing data). Timestamps are epoch ms, durations ms,
 * dates `YYYY-MM-DD`. Logic is Kleene's; an unknown condition does not match.
 */
export type Expression =
  | { readonly kind: 'constant'; readonly value: Scalar }
  | { readonly kind: 'now' }
  | { readonly kind: 'attribute'; readonly name: string; readonly type: ValueType; readonly default?: Scalar }
  | { readonly kind: 'entry'; readonly name: string; readonly type: ValueType; readonly default?: Scalar }
  | { readonly kind: 'event'; readonly name: string; readonly type: ValueType; readonly default?: Scalar }
  /** An attribute of the lead's account; unknown for a lead without one. */
  | { readonly kind: 'account'; readonly name: string; readonly type: ValueType; readonly default?: Scalar }
  | { readonly kind: 'score'; readonly part: ScorePart }
  | { readonly kind: 'rfm'; readonly part: RfmPart }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and'; readonly operands: readonly Expression[] }
  | { readonly kind: 'or'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'compare';
      readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=';
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'text-test';
      readonly operator: 'contains' | 'starts with' | 'ends with';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'is-set'; readonly operand: Expression }
  | { readonly kind: 'in'; readonly left: Expression; readonly values: readonly Scalar[] }
  /** Of numbers; `+` joins two texts as well. */
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'did'; readonly event: string; readonly window: Window; readonly where?: Expression }
  | { readonly kind: 'count'; readonly event: string; readonly window: Window; readonly where?: Expression }
  | {
      readonly kind: 'sum' | 'latest';
      readonly event: string;
      readonly property: string;
      readonly type: ValueType;
      /** For events without the property. */
      readonly default?: Scalar;
      readonly window: Window;
      readonly where?: Expression;
    }
  | { readonly kind: 'time-since'; readonly event: string }
  /** Whether this step's message was sent; `campaign` is always resolved. */
  | { readonly kind: 'sent'; readonly campaign: string; readonly step: string; readonly window: Window }
  | {
      readonly kind: 'message';
      readonly act: 'opened' | 'clicked' | 'replied';
      readonly campaign: string;
      readonly step: string;
      readonly window: Window;
    }
  /** Whether the events happened in this order, all of them in the window. */
  | { readonly kind: 'sequence'; readonly events: readonly string[]; readonly window: Window }
  /** The segment's condition as it was when the plan was made; the name is for people. */
  | { readonly kind: 'segment'; readonly name: string; readonly when: Expression }
  | { readonly kind: 'in-list'; readonly subject: 'lead' | 'account'; readonly list: string }
  | { readonly kind: 'in-campaign'; readonly campaign: string }
  /** A function of a plug-in; an unknown argument makes an unknown result. */
  | {
      readonly kind: 'call';
      readonly function: string;
      readonly arguments: readonly Expression[];
      readonly type: ValueType;
    };

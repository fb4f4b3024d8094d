/**
 * The three campaigns once more, by hand, for the independent computation: no YAML is read here.
 * A change of `campaigns/` must be made here too, or the comparison says so.
 */

/** What is known of one lead's orders at one moment. */
export interface Story {
  /** Epoch ms. */
  readonly now: number;
  /** All orders so far, by arrival. */
  readonly orders: readonly { readonly at: number; readonly pence: number }[];
  /** Index of the order that started the enrolment. */
  readonly entry: number;
}

export type StepRule =
  | {
      readonly kind: 'mail';
      readonly step: string;
      /** Calendar days since the previous step was done. */
      readonly days: number;
      readonly when?: (story: Story) => boolean;
    }
  /** Goes on to the next rule, or past it where the condition does not hold. */
  | { readonly kind: 'fork'; readonly days: number; readonly when: (story: Story) => boolean }
  | { readonly kind: 'end'; readonly days: number };

export interface CampaignRule {
  readonly campaign: string;
  /** `lastEntry`: epoch ms of this lead's last entry into this campaign. */
  readonly enters: (story: Story, lastEntry: number | undefined) => boolean;
  /** How a new order ends an enrolment that is `age` ms old, if at all. */
  readonly onOrder: (age: number) => string | undefined;
  readonly steps: readonly StepRule[];
}

const dayMs = 86_400_000;

const before = ({ entry }: Story): number => entry;
const since = ({ orders, entry }: Story): number => orders.length - 1 - entry;
const pence = ({ orders, now }: Story, days: number): number =>
  orders.reduce((sum, order) => sum + (order.at > now - days * dayMs ? order.pence : 0), 0);

export const shopRules: readonly CampaignRule[] = [
  {
    campaign: 'post-purchase',
    enters: ({ now }, lastEntry) => lastEntry === undefined || now - lastEntry >= 60 * dayMs,
    onOrder: () => undefined,
    steps: [
      { kind: 'mail', step: 'thank-you', days: 4 },
      { kind: 'mail', step: 'care-guide', days: 3, when: (story) => before(story) < 2 },
      { kind: 'fork', days: 2, when: (story) => pence(story, 90) >= 100_000 },
      { kind: 'mail', step: 'personal-note', days: 0 },
      { kind: 'mail', step: 'ask-for-review', days: 12, when: (story) => since(story) === 0 },
    ],
  },
  {
    campaign: 'second-order',
    enters: (story) => before(story) === 0,
    onOrder: (age) => (age <= 90 * dayMs ? 'goal' : undefined),
    steps: [
      { kind: 'mail', step: 'find-its-match', days: 10 },
      { kind: 'mail', step: 'new-on-the-shelf', days: 20 },
      { kind: 'end', days: 60 },
    ],
  },
  {
    campaign: 'win-back',
    enters: () => true,
    // Goal is asked before leave, and both end the enrolment.
    onOrder: (age) => (age <= 180 * dayMs ? 'goal' : 'left'),
    steps: [
      { kind: 'mail', step: 'been-a-while', days: 57 },
      { kind: 'mail', step: 'what-is-new', days: 57 },
      { kind: 'mail', step: 'last-word', days: 57, when: ({ orders }) => orders.length >= 2 },
      { kind: 'end', days: 9 },
    ],
  },
];

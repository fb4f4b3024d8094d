import type { ListPlan, Scalar } from '../../compiler/plan/ir.js';
import type { FurtherFacts, PastAct } from '../engine/further-facts.js';
import type { PastEvent } from '../engine/types.js';

/** What is known of a simulated lead beyond itself, where the simulation says so. */
export interface SimulatedWorld {
  /** Attributes of its account; absent: it belongs to none. */
  readonly account?: Readonly<Record<string, Scalar>>;
  readonly lists?: readonly ListPlan[];
  readonly functions?: FurtherFacts['functions'] | undefined;
}

export interface SimulatedFurther {
  /** `inside`: the campaign that the lead is in, if any. */
  now(inside: string | undefined, attributes: Readonly<Record<string, unknown>>): FurtherFacts;
  /** Takes down what a person did with a message, told as the event that it is as well; and what is said of the account. */
  hear(event: PastEvent, campaign: string): void;
  setAccount(attribute: string, value: Scalar | null): void;
}

const actOf: ReadonlyMap<string, PastAct['act']> = new Map([
  ['email_opened', 'opened'],
  ['email_clicked', 'clicked'],
  ['email_replied', 'replied'],
]);

export function createSimulatedFurther({ account: given, lists = [], functions }: SimulatedWorld): SimulatedFurther {
  let account: Readonly<Record<string, unknown>> | undefined = given;
  const acts: PastAct[] = [];
  return {
    now(inside, attributes) {
      return {
        account: account && { id: 'simulated', attributes: account },
        lists: new Set(lists.filter((list) => isOn(list, attributes, account)).map(({ name }) => name)),
        campaigns: new Set(inside === undefined ? [] : [inside]),
        acts,
        functions,
      };
    },
    hear({ name, at, properties }, own) {
      if (name === 'group') account = { ...account, ...properties };
      const act = actOf.get(name);
      const { campaign = own, step } = properties;
      if (act === undefined || typeof step !== 'string' || typeof campaign !== 'string') return;
      acts.push({ campaign, step, act, at });
    },
    setAccount(attribute, value) {
      if (account !== undefined) account = { ...account, [attribute]: value };
    },
  };
}

/** A test's lead has no id: lists of ids hold nobody. */
function isOn(
  { by, keys }: ListPlan,
  { email }: Readonly<Record<string, unknown>>,
  account: Readonly<Record<string, unknown>> | undefined,
): boolean {
  const address = typeof email === 'string' ? email.trim().toLowerCase() : undefined;
  switch (by) {
    case 'id':
      return false;
    case 'email':
      return address !== undefined && keys.includes(address);
    case 'domain': {
      const domain = account === undefined ? address?.split('@')[1] : account['domain'];
      return typeof domain === 'string' && keys.includes(domain.toLowerCase());
    }
  }
}

import type { MessageAlternative, MessageContent, Plan, SendStep } from '../../../compiler/plan/ir.js';
import { evaluatorOf } from '../conditions/condition.js';
import { scopeOf } from '../conditions/scope.js';
import { kindOf } from '../gate/reach.js';
import type { Facts } from '../types.js';
import { draw } from './draw.js';

/** In which words one lead gets a message. */
export interface Wording {
  readonly content: MessageContent;
  /** The variant that was picked; absent: the default. */
  readonly variant?: string;
  /** The translation that was picked; absent: the language of the default. */
  readonly locale?: string;
  /** Drawn to get the default, to measure what variants gain (domain.md G-05). */
  readonly generic: boolean;
}

/**
 * Picks among the files of a template: the language of the lead first, its variant within it.
 *
 * Of languages `de-AT` takes `de-AT`, then `de`, then the default; a lead that is drawn for the
 * generic arm gets no variant in any message of the campaign.
 */
export function wordingOf(plan: Plan, step: SendStep, content: MessageContent, facts: Facts, now: number): Wording {
  const generic = isGeneric(plan, step, facts);
  const { alternatives = [] } = content;
  const kind = kindOf(step.channel, facts.workspace);
  // Only text messages have files of their own; every other channel takes the mail's.
  const own = alternatives.filter(({ channel }) => channel === (kind === 'sms' ? kind : undefined));
  const variant = generic ? undefined : variantOf(plan, step, facts, now);
  const variants = variant === undefined ? [undefined] : [variant, undefined];
  for (const locale of [...localesOf(facts.lead.attributes['locale']), undefined]) {
    for (const wanted of variants) {
      const found = own.find((one) => one.locale === locale && one.variant === wanted);
      if (found !== undefined) return worded(content, found, generic);
    }
  }
  return { content, generic };
}

function isGeneric({ campaign }: Plan, { variants }: SendStep, { lead }: Facts): boolean {
  return variants !== undefined && draw('generic', lead.id, campaign) < variants.generic;
}

function variantOf({ campaign }: Plan, { variants }: SendStep, facts: Facts, now: number): string | undefined {
  if (variants === undefined) return undefined;
  const value = evaluatorOf(variants.by)(scopeOf(campaign, facts, now));
  return value === undefined ? undefined : String(value);
}

/** `de_at` as `de-AT`, `de`: the way people write locales, each from the special to the general. */
function localesOf(written: unknown): readonly string[] {
  if (typeof written !== 'string') return [];
  const [language = '', ...rest] = written.trim().split(/[-_]/);
  if (!/^[a-z]{2,3}$/i.test(language)) return [];
  const parts = rest.map((part) =>
    part.length === 4 ? part.charAt(0).toUpperCase() + part.slice(1).toLowerCase() : part.toUpperCase(),
  );
  const all = [language.toLowerCase(), ...parts];
  return all.map((_part, index) => all.slice(0, all.length - index).join('-'));
}

function worded(content: MessageContent, alternative: MessageAlternative, generic: boolean): Wording {
  const { variant, locale, channel: _channel, ...wording } = alternative;
  const { alternatives: _others, ...common } = content;
  return {
    content: { ...common, ...wording },
    ...(variant === undefined ? {} : { variant }),
    ...(locale === undefined ? {} : { locale }),
    generic,
  };
}

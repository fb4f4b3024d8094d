import type { FieldAst } from '../../grammar/ast/schema.js';
import { builtInField } from './built-in-events.js';

/** The address and the zone of a lead: known without being declared; a schema may say more of them. */
export const builtInAttributes: readonly FieldAst[] = [
  builtInField('email', 'text', { personal: true }),
  builtInField('time_zone', 'text'),
];

/** What joins people to an account; a schema may say more of it. */
export const builtInAccountAttributes: readonly FieldAst[] = [builtInField('domain', 'text')];

export const campaignKinds = [
  'welcome',
  'onboarding',
  'nurture',
  'engagement',
  'upsell',
  'renewal',
  'win-back',
  'cart',
  'objection',
  'relationship',
  'broadcast',
  'apology',
  'hand-off',
  'transactional',
] as const;

/** In the order a lead passes them (domain.md N-02); `any` serves all (N-11). */
export const stages = ['visitor', 'lead', 'sdr-ready', 'opportunity', 'customer', 'loyal', 'any'] as const;

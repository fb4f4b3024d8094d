import { code } from '../../grammar/diagnostics/code.js';
import { msInWords } from '../../grammar/duration.js';
import { namesInWords } from './suggestion.js';

interface Cap {
  readonly step: string;
  readonly count: number;
  readonly sends: number;
  readonly windowMs: number;
  readonly steps: readonly string[];
}

interface Together {
  readonly campaigns: readonly string[];
  readonly sends: number;
  readonly withinMs: number;
  readonly allowed: number;
  readonly allowedMs: number;
  readonly deferMs: number;
  readonly waitMs?: number;
  /** In the order in which a lead enters them, ms since the first. */
  readonly entered: readonly { readonly campaign: string; readonly ms: number }[];
  readonly witness: readonly string[];
}

/** C5xxx: consent, frequency, deliverability. */
export const consentCodes = {
  C5101: code<{ step: string }>({
    rule: 'marketing-without-topic',
    severity: 'error',
    summary: 'marketing mail without a consent topic',
    message: ({ step }) => `"${step}" has no topic, so nobody can object to it.`,
    help: () => 'Add a topic: email: topic product-tips from onboarding; or say why it is transactional.',
  }),
  C5102: code<{ step: string }>({
    rule: 'send-without-sender',
    severity: 'error',
    summary: 'a message without a sender',
    message: ({ step }) => `"${step}" does not say whom it is from.`,
    help: () => 'Name a sender of perennial.yaml: email: topic product-tips from onboarding.',
  }),
  C5103: code<Cap>({
    rule: 'cap-broken-alone',
    severity: 'error',
    summary: 'a campaign that breaks a cap by itself',
    domain: ['F-01'],
    message: ({ step, sends, windowMs, count }) =>
      `"${step}" is number ${sends} within ${msInWords(windowMs)}, but the cap allows ${count}.`,
    help: ({ steps }) => `Space them out: ${steps.join(', ')}.`,
  }),
  C5104: code<Cap>({
    rule: 'cap-broken-at-worst',
    severity: 'warning',
    summary: 'a campaign that can break a cap by itself',
    domain: ['F-01'],
    message: ({ step, sends, windowMs, count }) =>
      `If all conditions hold, "${step}" is number ${sends} within ${msInWords(windowMs)}, but the cap allows ${count}.`,
    help: ({ steps }) => `Space them out: ${steps.join(', ')}.`,
  }),
  C5105: code<Together>({
    rule: 'cap-broken-together',
    severity: 'warning',
    summary: 'campaigns that can break a cap together',
    domain: ['F-01'],
    message: (at) => {
      const allows = `${at.allowed}${at.allowedMs === at.withinMs ? '' : ` in ${msInWords(at.allowedMs)}`}`;
      const can = `A lead in ${namesInWords(at.campaigns)} can get ${at.sends} messages within ${msInWords(at.withinMs)}`;
      return `${can}, but the cap allows ${allows}; ${whatBecomes(at)}.`;
    },
    help: ({ witness, sends, entered }) => {
      const others = sends > witness.length ? ` and ${sends - witness.length} more` : '';
      return `It happens ${toWhom(entered)}${witness.join(', ')}${others}: let one end the other with "leave:" or "excludes:", or space them out.`;
    },
  }),
  C5106: code<{ step: string; because: string; help: string }>({
    rule: 'late-first-cart-mail',
    severity: 'warning',
    summary: 'a first cart mail that can leave after an hour',
    domain: ['F-04'],
    message: ({ step, because }) => `"${step}" helps within an hour or not at all, but ${because}.`,
    help: ({ help }) => help,
  }),
  C5107: code<{ step: string; missing: string }>({
    rule: 'support-block-missing',
    severity: 'warning',
    summary: 'a first cart mail without ways to get help',
    domain: ['K-23'],
    message: ({ step, missing }) => `"${step}", the first mail about a cart, is service, but shows ${missing}.`,
    help: () => 'Show several ways to reach a person: <a href="tel:+49…">, an address, a chat or a help page.',
  }),
  C5108: code<{ step: string; discount: string }>({
    rule: 'discount-in-cart-mail',
    severity: 'warning',
    summary: 'a discount in a later cart mail',
    domain: ['K-24'],
    message: ({ step, discount }) => `"${step}" offers ${discount} for a cart; who learns to wait for it costs more than it brings.`,
    help: () => 'Leave it out until a test was won; then say so: perennial: allow C5108 because ….',
  }),
  C5109: code<{ template: string }>({
    rule: 'mail-without-next-step',
    severity: 'warning',
    summary: 'a marketing mail that leads nowhere',
    domain: ['N-08'],
    message: ({ template }) => `"${template}" has no link but the way out, so its readers can do nothing.`,
    help: () => 'Lead them to the next step: <mj-button href="https://app.example.com/projects">Open your project</mj-button>.',
  }),
};

function whatBecomes({ waitMs, deferMs }: Together): string {
  if (waitMs !== undefined) return `the others wait up to ${msInWords(waitMs)}`;
  return deferMs === 0 ? 'the others are dropped' : `what waits longer than ${msInWords(deferMs)} is dropped`;
}

/** Where all are entered at one moment, or are too many to follow, only the messages are told. */
function toWhom(entered: Together['entered']): string {
  const [first, ...others] = entered;
  const later = others.filter(({ ms }) => ms > 0);
  if (first === undefined || later.length === 0 || entered.length > 4) return 'with ';
  return `to a lead who enters ${later.map(({ campaign, ms }) => `"${campaign}" ${msInWords(ms)}`).join(' and ')} after "${first.campaign}", with `;
}

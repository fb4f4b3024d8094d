import { code } from '../../grammar/diagnostics/code.js';
import { msInWords } from '../../grammar/duration.js';

interface Cap {
  readonly step: string;
  readonly count: number;
  readonly sends: number;
  readonly windowMs: number;
  readonly steps: readonly string[];
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
    message: ({ step, sends, windowMs, count }) =>
      `"${step}" is number ${sends} within ${msInWords(windowMs)}, but the cap allows ${count}.`,
    help: ({ steps }) => `Space them out: ${steps.join(', ')}.`,
  }),
  C5104: code<Cap>({
    rule: 'cap-broken-at-worst',
    severity: 'warning',
    summary: 'a campaign that can break a cap by itself',
    message: ({ step, sends, windowMs, count }) =>
      `If all conditions hold, "${step}" is number ${sends} within ${msInWords(windowMs)}, but the cap allows ${count}.`,
    help: ({ steps }) => `Space them out: ${steps.join(', ')}.`,
  }),
};

import { code } from '../../grammar/diagnostics/code.js';

/** C6xxx: moments and zones. */
export const timeCodes = {
  C6101: code<{ step: string }>({
    rule: 'late-undeclared',
    severity: 'error',
    summary: 'a moment that can be past',
    message: ({ step }) => `The moment of "${step}" can be past when a lead gets there.`,
    help: () => 'Say what happens then: late: skip (or send, or end).',
  }),
  C6102: code<{ zone: string }>({
    rule: 'unknown-zone',
    severity: 'error',
    summary: 'a time zone that does not exist',
    message: ({ zone }) => `There is no time zone "${zone}".`,
    help: () => 'Write an IANA name, such as Europe/Berlin.',
  }),
  C6103: code<{ step: string }>({
    rule: 'late-without-moment',
    severity: 'warning',
    summary: 'a "late" that decides nothing',
    message: ({ step }) => `The moment of "${step}" is never past, so "late" decides nothing.`,
    help: () => 'Remove it.',
  }),
  C6104: code<{ step: string }>({
    rule: 'after-and-at',
    severity: 'error',
    summary: 'a step with two moments',
    message: ({ step }) => `"${step}" says both "after" and "at".`,
    help: () => 'Keep one: "after" counts from the previous step, "at" names a moment.',
  }),
};

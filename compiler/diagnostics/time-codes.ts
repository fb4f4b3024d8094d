import { code } from '../../grammar/diagnostics/code.js';

/** C6xxx: moments and zones. */
export const timeCodes = {
  C6101: code<{ step?: string | undefined }>({
    rule: 'late-undeclared',
    severity: 'error',
    summary: 'a moment that can be past',
    message: ({ step }) =>
      step === undefined
        ? 'The moment of this way in can be past when its date becomes known.'
        : `The moment of "${step}" can be past when a lead gets there.`,
    help: ({ step }) =>
      step === undefined ? 'Say what happens then: late: skip (or enter).' : 'Say what happens then: late: skip (or send, or end).',
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
  C6105: code<{ hours?: string | undefined }>({
    rule: 'window-never-opens',
    severity: 'error',
    summary: 'hours in which nothing can be sent',
    message: ({ hours }) =>
      hours === undefined
        ? 'The quiet hours last the whole day, so no marketing is ever sent.'
        : `The hours "${hours}" lie wholly in the quiet hours, so they never open.`,
    help: () => 'Move one of the two: quiet_hours: 22:00-07:00.',
  }),
  C6106: code<{ step: string; hours: string }>({
    rule: 'moment-outside-hours',
    severity: 'warning',
    summary: 'a moment outside of the sending hours',
    message: ({ step, hours }) => `"${step}" never leaves at the moment it names: ${hours} hold it back.`,
    help: () => 'Name a moment inside of them, or give the step hours of its own.',
  }),
  C6107: code<{ date: string; time: string; zone: string }>({
    rule: 'time-in-clock-gap',
    severity: 'warning',
    summary: 'a time that the change of clocks leaves out',
    message: ({ date, time, zone }) => `On ${date} there is no ${time} in ${zone}: the clocks jump over it.`,
    help: () => 'Name a time before or after; else it is an hour later than written.',
  }),
};

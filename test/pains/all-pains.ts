/**
 * What people complain of in the systems there are, and the test that shows that it does not happen
 * here. The words begin the name of the test.
 */
export interface Pain {
  readonly number: number;
  readonly pain: string;
  /** The test file beside this one. */
  readonly shownIn: string;
  /** A part of it that nothing can show yet, and what it waits for. */
  readonly waitsFor?: string;
}

export const allPains: readonly Pain[] = [
  { number: 1, pain: 'duplicate sends from overlapping schedulers, re-entry or retry', shownIn: 'hand-over.test.ts' },
  { number: 2, pain: 'converted between check and send', shownIn: 'hand-over.test.ts' },
  { number: 3, pain: 'editing live is guesswork', shownIn: 'live-changes.test.ts' },
  {
    number: 4,
    pain: 'no version control, diff, undo or promotion',
    shownIn: 'live-changes.test.ts',
    waitsFor: 'A difference told step by step, for a review, waits for a command that compares two versions of the files.',
  },
  {
    number: 5,
    pain: 'cannot test before launch, or test differs from production',
    shownIn: 'knowing.test.ts',
    waitsFor: 'Playing a new file against the events of a past quarter waits for a replay on recorded history.',
  },
  {
    number: 6,
    pain: 'why did, or did not, this person get it',
    shownIn: 'knowing.test.ts',
    waitsFor: 'Why an event let nobody in, where its "where" did not hold, is not written down, and nothing tells it afterwards.',
  },
  { number: 7, pain: 'time zone and DST errors', shownIn: 'time-and-text.test.ts' },
  { number: 8, pain: 'pausing loses or floods people', shownIn: 'live-changes.test.ts' },
  { number: 9, pain: 'silent drop at a filter or segment edge', shownIn: 'hand-over.test.ts' },
  { number: 10, pain: 'both or wrong branch taken', shownIn: 'hand-over.test.ts' },
  {
    number: 11,
    pain: 'score is a black box, sales ignores MQLs',
    shownIn: 'scores.test.ts',
    waitsFor: 'How many of the leads that were handed over became customers, by factor, waits for reports and calibration.',
  },
  {
    number: 12,
    pain: 'score changes cannot be tried or undone',
    shownIn: 'scores.test.ts',
    waitsFor: 'Trying new rules on real leads (who would become ready, who would not) waits for the what-if of scores.',
  },
  { number: 13, pain: 'no decay, or points stay for ever', shownIn: 'scores.test.ts' },
  { number: 14, pain: 'bots and scanners inflate clicks and scores', shownIn: 'scores.test.ts' },
  { number: 15, pain: 'score updated after the mail decided', shownIn: 'scores.test.ts' },
  { number: 16, pain: 'cap or priority conflicts across campaigns', shownIn: 'hand-over.test.ts' },
  { number: 17, pain: 'opt-out mid-flight handled badly', shownIn: 'hand-over.test.ts' },
  { number: 18, pain: 'failed send stalls or kills the run', shownIn: 'hand-over.test.ts' },
  { number: 19, pain: 'no sequences in open-source senders', shownIn: 'time-and-text.test.ts' },
  {
    number: 20,
    pain: 'wrong mail out, no way to reach exactly the affected',
    shownIn: 'live-changes.test.ts',
    waitsFor: 'Choosing those who got one wording of a message, and not another one, waits for reports by content.',
  },
];

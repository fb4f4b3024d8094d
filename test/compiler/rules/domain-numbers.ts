/** What domain.md wants from a check: every number with the tag [error] or [warn], one line each tag. */
export const tagged = [
  'N-01 error', 'N-03 warning', 'N-05 warning', 'N-08 warning', 'N-09 error',
  'S-04 warning', 'S-07 warning', 'S-10 warning', 'S-12 error', 'S-12 warning', 'S-13 warning', 'S-14 warning', 'S-19 warning',
  'C-03 warning', 'C-04 warning', 'C-07 warning', 'C-08 warning', 'C-10 warning', 'C-11 warning',
  'H-03 error', 'H-06 error', 'H-12 error',
  'K-17 error', 'K-18 error', 'K-19 warning', 'K-22 warning', 'K-23 error', 'K-23 warning', 'K-24 error', 'K-24 warning',
  'G-02 error', 'G-03 warning', 'G-04 warning',
  'M-05 warning', 'M-12 warning',
  'R-06 error',
  'E-03 warning', 'E-04 warning',
  'F-01 error', 'F-01 warning', 'F-04 warning',
  'D-01 warning', 'D-02 error',
] as const;

export type Tagged = (typeof tagged)[number];

/** Those without a rule, and what each waits for: files alone do not say it. */
export const waiting: Readonly<Partial<Record<Tagged, string>>> = {
  'C-03 warning': 'calibration: the lift of each factor comes from outcomes',
  'C-07 warning': 'the scores of real leads: the share that is ready on profile alone',
  'C-08 warning': 'verdicts: the share of ready leads that were a bad fit without pain',
  'C-10 warning': 'outcomes: how many are known, so that guesses are no longer needed',
  'C-11 warning': 'calibration, and a clock: how old it is',
  'G-04 warning': 'the number of people of each variant in a quarter',
  'E-03 warning': 'experiments: how long one runs, and over which days and sources',
  'E-04 warning': 'experiments, and the release before: that a holdout is gone, and that it had no verdict',
  'D-01 warning': 'a word in the schema for where an attribute comes from: a form, enrichment, the CRM',
};

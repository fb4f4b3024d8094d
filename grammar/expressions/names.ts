/** Where a name in an expression can come from. */
export const pathRoots = ['lead', 'entry', 'event', 'score'] as const;

/** Roots of the wider design, which this version does not have. */
export const laterRoots: readonly string[] = ['account', 'rfm'];

export const functionNames: readonly string[] = ['did', 'count', 'sum', 'latest', 'sent'];

/** Functions of the wider design. */
export const laterFunctions: readonly string[] = [
  'changed',
  'clicked',
  'opened',
  'replied',
  'sequence',
  'holdout',
];

/** Words that begin a part of a phrase in the wider design. */
export const laterPhraseWords: readonly string[] = ['fades', 'unless', 'every', 'to', 'keep', 'lead'];

/** Where a name in an expression can come from. */
export const pathRoots = ['lead', 'account', 'entry', 'event', 'score', 'rfm'] as const;

/** Functions that look into the past; each names a window. */
export const functionNames = ['did', 'count', 'sum', 'latest', 'sent', 'opened', 'clicked', 'replied', 'sequence'] as const;

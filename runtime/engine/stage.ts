/** The attribute of a lead that holds its stage, where the schema declares it (domain.md N-02). */
export const stageAttribute = 'stage';

/** The event of a lead that comes to another stage; with `old` and `new`, where there are any. */
export const stageEvent = 'stage_changed';

/** What is wrong with one place of an item, or worth knowing. Never holds what a person's data says. */
export interface Remark {
  /** JSON pointer into the item: `/properties/total`. */
  readonly path: string;
  readonly message: string;
}

export interface ItemReport {
  readonly index: number;
  readonly messageId: string | null;
  readonly status: 'stored' | 'duplicate' | 'rejected';
  /** Why it was rejected. */
  readonly problems?: readonly Remark[];
  /** Stored, but not as the schema has it. */
  readonly warnings?: readonly Remark[];
}

/** The answer to a request that could be read: one report for each item, in order. */
export interface IngestReport {
  readonly success: true;
  readonly items: readonly ItemReport[];
}

import type { Remark } from '../../compiler/data-contract/schema-check.js';

export type { Remark };

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

/** What one process of a plug-in may take. */
export interface Limits {
  /** How long it may go on once its time is over or it was called off; ms. */
  readonly graceMs: number;
  readonly memoryMb: number;
  /** All that it says: results and log lines together. */
  readonly saidBytes: number;
  /** Further lines are dropped. */
  readonly logLines: number;
}

export const ordinaryLimits: Limits = { graceMs: 1_000, memoryMb: 256, saidBytes: 1_048_576, logLines: 200 };

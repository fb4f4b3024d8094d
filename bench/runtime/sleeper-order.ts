/** What `sleepers` starts the program of its service with. */
export interface SleeperOrder {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly smtpPort: number;
}

/** Executions that the service keeps in memory. */
export const cached = 200;

/** Bytes. The heap is that of the main thread alone; the process holds that of the workflows and Temporal's core too. */
export interface Memory {
  readonly rss: number;
  readonly heap: number;
}

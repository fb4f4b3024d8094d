/** What the shell is told. */
export const exitCode = {
  clean: 0,
  /** The files, or what was asked of them, have errors. */
  problems: 1,
  /** The command line or the surroundings are wrong. */
  usage: 2,
  /** A fault of ours. */
  internal: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Ends a command with one line for the person and what to do next; not a fault of ours. */
export class UsageError extends Error {
  readonly next: string | undefined;

  constructor(message: string, next?: string) {
    super(message);
    this.name = 'UsageError';
    this.next = next;
  }
}

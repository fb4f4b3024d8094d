/** One line of what the doctor has seen; only `bad` makes the exit status 1. */
export interface Finding {
  readonly state: 'good' | 'note' | 'bad';
  readonly what: string;
  readonly text: string;
}

export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Against the yardstick of the same run. */
  readonly ratio?: number;
}

export type Bench = (progress: (line: string) => void) => Promise<readonly Result[]>;

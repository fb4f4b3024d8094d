export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Against the yardstick of the same run. */
  readonly ratio?: number;
}

export interface BenchOptions {
  /** Of a bench of several parts, these alone; all where it is left out. */
  readonly only?: readonly string[];
  /** How many executions `sleepers` begins. */
  readonly sleepers?: number;
  /** host:port of a Temporal server that runs already, for the benches that are told. */
  readonly temporal?: string;
}

export type Bench = (progress: (line: string) => void, options: BenchOptions) => Promise<readonly Result[]>;

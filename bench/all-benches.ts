import type { Bench } from './bench.js';
import { measureCompiler } from './compiler.bench.js';
import { measureHistory } from './history.bench.js';
import { measureThroughput } from './throughput.bench.js';

/** One line each. */
export const allBenches: Readonly<Record<string, Bench>> = {
  compiler: measureCompiler,
  history: measureHistory,
  throughput: measureThroughput,
};

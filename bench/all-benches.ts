import type { Bench } from './bench.js';
import { measureCompiler } from './compiler.bench.js';
import { measureHistory } from './history.bench.js';
import { measureRounds } from './rounds.bench.js';
import { measureRuntime, runtimeParts } from './runtime.bench.js';
import { measureThroughput } from './throughput.bench.js';

/** One line each. */
export const allBenches: Readonly<Record<string, Bench>> = {
  compiler: measureCompiler,
  history: measureHistory,
  rounds: measureRounds,
  runtime: measureRuntime,
  throughput: measureThroughput,
};

export const usage = `Usage: npm run -s bench -- NAME [--format json]

  compiler     the compiler against its yardsticks
  history      events in the history of a lead
  rounds       a repeat of 10,000 rounds under a virtual clock: minutes
  runtime      the running system: ${Object.keys(runtimeParts).join(', ')}
  throughput   leads per second through a drip, against a bare workflow

  --only PARTS           of runtime, these parts alone, with commas between them
  --sleepers N           of runtime: how many executions sleep (20000)
  --temporal HOST:PORT   history, rounds and throughput on this server instead of one of their own
`;

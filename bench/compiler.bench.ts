import type { Bench, Result } from './bench.js';
import { measureChecks } from './compiler/check-stage.js';
import { measureColdCheck } from './compiler/cold-check.js';
import { measureConditions } from './compiler/condition-stage.js';

/**
 * The compiler against its yardsticks, each beside it in the same process or the same minute, so
 * that a slow machine slows both.
 */
export const measureCompiler: Bench = async (progress) => {
  const results: Result[] = [...(await measureConditions(progress))];
  results.push(await measureColdCheck(progress));
  // Last, and the longest of it at the very end.
  results.push(...(await measureChecks(progress)));
  return results;
};

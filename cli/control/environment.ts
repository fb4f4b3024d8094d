import { closest } from '../../grammar/did-you-mean.js';
import { UsageError } from '../exit-code.js';

/** @throws UsageError where perennial.yaml has no such environment */
export function demandEnvironment(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const [near] = closest(name, known, 1);
  const those = known.length === 0 ? 'It has none: write one under "environments".' : `It has: ${known.join(', ')}.`;
  throw new UsageError(`perennial.yaml has no environment "${name}".`, near === undefined ? those : `Did you mean "${near}"?`);
}

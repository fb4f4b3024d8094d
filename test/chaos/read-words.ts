import type { Plant } from './planted.js';
import { plants } from './planted.js';

export interface Asked {
  readonly seeds: readonly number[];
  readonly leads: number;
  readonly format: 'json' | 'pretty';
  readonly plant?: Plant;
}

export const usage = `Usage: npm run chaos -- [--seeds N] [--seed N] [--leads N] [--format json|pretty] [--plant ${Object.keys(plants).join('|')}]

Sends five mails to each of many leads while worker, Temporal, PostgreSQL and mail server are killed,
stalled and reset, while events come twice and in another order, and while the campaign is edited, held
and resumed. Then it counts what arrived. Ends with 1 where something is lost, doubled, missing, over
the cap or unexplained.

  --seeds N    how many seeds, from --seed on (1)
  --seed N     the first of them; it repeats a run (1)
  --leads N    in each (200)
  --plant WHAT puts a defect in, which has to be found
${Object.entries(plants)
  .map(([name, { promise }]) => `                 ${name}: ${promise}`)
  .join('\n')}

A seed takes one to two minutes. Progress goes to standard error.
`;

/** Undefined: these are not the words. */
export function readWords(words: readonly string[]): Asked | undefined {
  let [first, count, leads] = [1, 1, 200];
  let format: Asked['format'] = 'pretty';
  let plant: Plant | undefined;
  for (let at = 0; at < words.length; at += 2) {
    const value = words[at + 1] ?? '';
    const number = /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined;
    switch (words[at]) {
      case '--seeds':
        if (number === undefined) return undefined;
        count = number;
        break;
      case '--seed':
        if (number === undefined) return undefined;
        first = number;
        break;
      case '--leads':
        if (number === undefined) return undefined;
        leads = number;
        break;
      case '--format':
        if (value !== 'json' && value !== 'pretty') return undefined;
        format = value;
        break;
      case '--plant':
        if (value !== 'doubled' && value !== 'missing') return undefined;
        plant = value;
        break;
      default:
        return undefined;
    }
  }
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  return { seeds, leads, format, ...(plant === undefined ? {} : { plant }) };
}

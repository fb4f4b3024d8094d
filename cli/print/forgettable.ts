import { counted } from './counted.js';

/** Of leads that `retention` lets go. */
export function forgettableInWords(leads: number): string {
  const what = leads === 1 ? 'has' : 'have';
  return `${counted(leads, 'lead')} ${what} been silent for as long as "retention" keeps leads, and will be erased at night.`;
}

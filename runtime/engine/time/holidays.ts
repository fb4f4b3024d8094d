import type { Facts } from '../types.js';
import { countryOf } from './country.js';

/** Days without mail: `2026-12-25`, or `12-25` of every year. */
export interface Calendar {
  readonly name: string;
  readonly days: ReadonlySet<string>;
}

const calendars = new WeakMap<object, readonly (Calendar & { readonly country?: string })[]>();

/**
 * The calendars that count for a lead: those of its country, and those that are no country's.
 *
 * The country is the lead's attribute `country`, else its account's. Whose country is not known
 * keeps no country's holidays.
 */
export function calendarsOf({ lead, account, workspace }: Pick<Facts, 'lead' | 'account' | 'workspace'>): readonly Calendar[] {
  const { holidays } = workspace;
  if (holidays === undefined) return [];
  const own = countryIn(lead.attributes) ?? countryIn(account?.attributes);
  return calendarsIn(holidays).filter(({ country }) => country === undefined || country === own);
}

/** The name of the calendar that has the day of this wall-clock moment. */
export function holidayOn(among: readonly Calendar[], local: number): string | undefined {
  if (among.length === 0) return undefined;
  const date = new Date(local).toISOString().slice(0, 10);
  return among.find(({ days }) => days.has(date) || days.has(date.slice(5)))?.name;
}

function calendarsIn(holidays: Readonly<Record<string, readonly string[]>>) {
  let known = calendars.get(holidays);
  if (known === undefined) {
    known = Object.entries(holidays).map(([name, days]) => {
      const country = countryOf(name);
      return { name, days: new Set(days), ...(country === undefined ? {} : { country }) };
    });
    calendars.set(holidays, known);
  }
  return known;
}

function countryIn(attributes: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const country = attributes?.['country'];
  return typeof country === 'string' ? countryOf(country) : undefined;
}

import type { Values } from './act.js';
import type { Dice } from './dice.js';

export interface Place {
  readonly zone: string;
  readonly country: string;
  /** East of Greenwich, in winter. */
  readonly offsetMinutes: number;
}

/** One lead before anything happens; all names and companies are invented. */
export interface Person {
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly emailKind: 'corporate' | 'personal';
  readonly email: string;
  readonly place: Place;
  readonly seniority: 'c_level' | 'vp' | 'manager' | 'staff';
  readonly companySize: number;
}

const places = [
  { zone: 'Europe/Berlin', country: 'DE', offsetMinutes: 60 },
  { zone: 'America/New_York', country: 'US', offsetMinutes: -300 },
  { zone: 'America/Los_Angeles', country: 'US', offsetMinutes: -480 },
  { zone: 'Europe/London', country: 'GB', offsetMinutes: 0 },
  { zone: 'Asia/Tokyo', country: 'JP', offsetMinutes: 540 },
  { zone: 'Asia/Kolkata', country: 'IN', offsetMinutes: 330 },
  { zone: 'America/Sao_Paulo', country: 'BR', offsetMinutes: -180 },
] as const satisfies readonly Place[];

/** Number `index` of the cast. No two of the first thousand share an address. */
export function personAt(index: number, offset: number, dice: Dice): Person {
  const at = index + offset;
  const firstName = firstNames[at % firstNames.length] ?? 'Ada';
  const lastName = lastNames[at % lastNames.length] ?? 'Quill';
  const person = {
    userId: `lead-${String(index + 1).padStart(4, '0')}`,
    firstName,
    lastName,
    company: `${dice.pick(companyNames)} ${dice.pick(companyKinds)}`,
    emailKind: 'personal',
    email: `${asWord(firstName)}.${asWord(lastName)}@${dice.pick(['example.com', 'example.org'])}`,
    place: dice.pick(places),
    seniority: dice.pick(['c_level', 'vp', 'manager', 'manager', 'staff', 'staff', 'staff', 'staff'] as const),
    companySize: dice.pick([3, 8, 12, 20, 35, 60, 120, 240, 900, 2_500]),
  } as const;
  return dice.chance(0.7) ? atCompany(person) : person;
}

/** The same person with an address of the company. */
export function atCompany(person: Person): Person {
  const { firstName, lastName, company } = person;
  const email = `${asWord(firstName)}.${asWord(lastName)}@${asWord(company)}.example`;
  return { ...person, emailKind: 'corporate', email };
}

/** A place in one of these countries. */
export function placeIn(countries: readonly string[], dice: Dice): Place {
  return dice.pick(places.filter(({ country }) => countries.includes(country)));
}

/** The profile as the sign-up form and enrichment know it. */
export function profileOf(person: Person): Values {
  const { firstName, lastName, company, companySize, emailKind, email, place, seniority } = person;
  return {
    email,
    first_name: firstName,
    last_name: lastName,
    time_zone: place.zone,
    country: place.country,
    email_kind: emailKind,
    company,
    company_size: companySize,
    seniority,
  };
}

function asWord(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

// 40 and 41 names: the pairs repeat only after 1,640 people.
const firstNames = [
  'Ada', 'Bruno', 'Carla', 'Dario', 'Elif', 'Femi', 'Greta', 'Hugo', 'Ines', 'Jonas',
  'Keiko', 'Leon', 'Mira', 'Nadia', 'Oskar', 'Paula', 'Quentin', 'Rosa', 'Samir', 'Tilda',
  'Umar', 'Vera', 'Wanda', 'Xenia', 'Yusuf', 'Zora', 'Anders', 'Beatriz', 'Chandra', 'Dilip',
  'Esther', 'Florin', 'Giulia', 'Haruto', 'Isadora', 'Jamal', 'Katrin', 'Lucas', 'Maeve', 'Nikhil',
] as const;

const lastNames = [
  'Quill', 'Harbour', 'Lindqvist', 'Moreau', 'Okafor', 'Petrov', 'Ramos', 'Sato', 'Tanaka', 'Ulrich',
  'Vance', 'Weber', 'Yilmaz', 'Zimmer', 'Abbott', 'Bergstrom', 'Costa', 'Dhillon', 'Eriksen', 'Falk',
  'Gallo', 'Hassan', 'Iyer', 'Jansen', 'Kowalski', 'Lopes', 'Marsh', 'Nakamura', 'Orlov', 'Pinto',
  'Rao', 'Schuster', 'Torres', 'Umeda', 'Varga', 'Whitlock', 'Xavier', 'Young', 'Zeller', 'Ashdown',
  'Brandt',
] as const;

const companyNames = [
  'Alder', 'Bluewater', 'Copper', 'Dovetail', 'Ember', 'Fairfield', 'Granite', 'Hazel', 'Ironbridge', 'Juniper',
  'Kestrel', 'Larkspur', 'Marlow', 'Oakhurst', 'Pebble', 'Redwood', 'Saltmarsh', 'Thistle', 'Willow', 'Yarrow',
] as const;

const companyKinds = ['Logistics', 'Lettings', 'Legal', 'Clinics', 'Software', 'Foods', 'Energy', 'Staffing'] as const;

/**
 * One word for a country, however it is written: by its ISO 3166 code (`DE`) or its English name
 * (`Germany`, `united-kingdom`). Undefined for what names no country.
 */
export function countryOf(text: string): string | undefined {
  const word = wordOf(text);
  const known = countries();
  return known.byCode.get(word) ?? (known.names.has(word) ? word : aliases.get(word));
}

/** Names that people use and the tables of Unicode do not, or not always. */
const aliases = new Map([
  ['usa', 'united-states'],
  ['uk', 'united-kingdom'],
  ['great-britain', 'united-kingdom'],
  ['turkey', 'turkiye'],
  ['czech-republic', 'czechia'],
  ['holland', 'netherlands'],
]);

interface Countries {
  readonly byCode: ReadonlyMap<string, string>;
  readonly names: ReadonlySet<string>;
}

let read: Countries | undefined;

function countries(): Countries {
  if (read !== undefined) return read;
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const byCode = new Map<string, string>();
  for (const first of letters) {
    for (const second of letters) {
      const code = first + second;
      const name = noCountries.includes(code) ? undefined : names.of(code);
      if (name !== undefined) byCode.set(code.toLowerCase(), wordOf(name));
    }
  }
  read = { byCode, names: new Set(byCode.values()) };
  return read;
}

/** Unicode has names for them, too. */
const noCountries = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'];

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');

/** `Côte d’Ivoire` is `cote-d-ivoire`. */
function wordOf(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase();
  return plain.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '');
}

import { closest, quotedList } from '../../grammar/did-you-mean.js';

/** A thing that a column can hold. */
export interface Column {
  readonly name: string;
  /** Other words for it, as heads of other systems have them. */
  readonly also?: readonly string[];
}

/** What the person says about the head. */
export interface HeadWishes {
  /** Column of the file -> column of ours. */
  readonly map: ReadonlyMap<string, string>;
  /** Columns of the file that are not read. */
  readonly leftOut: readonly string[];
}

export interface Head {
  /** For each column of the file what it holds; undefined: it is not read. */
  readonly columns: readonly (string | undefined)[];
  /** As the file has them. */
  readonly names: readonly string[];
}

/** What we write behind the columns of a file of problems: to be read again it need not be taken out. */
export const problemColumn = 'import_problem';

/** Reads the head of a file; all that is wrong with it is said at once. */
export function readHead(
  names: readonly string[],
  known: readonly Column[],
  { map, leftOut }: HeadWishes,
): { readonly head: Head; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const own = names.map((name) => name.trim());
  for (const wished of [...map.keys(), ...leftOut]) {
    if (!own.includes(wished)) problems.push(`The file has no column "${wished}"${nearTo(wished, own)}`);
  }
  for (const name of new Set(map.values())) {
    if (!known.some((column) => column.name === name)) problems.push(`There is no "${name}" to put a column into${nearTo(name, known.map((one) => one.name))}`);
  }
  const columns = own.map((name, index): string | undefined => {
    if (name === problemColumn || leftOut.includes(name)) return undefined;
    const place = `Column ${index + 1}`;
    if (name === '') {
      problems.push(`${place} has no name in the head.`);
      return undefined;
    }
    if (own.indexOf(name) !== index) {
      problems.push(`${place}, "${name}", stands in the head twice; take one of them out of the file.`);
      return undefined;
    }
    const found = map.get(name) ?? columnNamed(name, known);
    if (found === undefined) problems.push(`${place}, "${name}", is not known${nearTo(name, known.map((one) => one.name))}`);
    return found;
  });
  columns.forEach((column, index) => {
    const first = columns.indexOf(column);
    if (column === undefined || first === index) return;
    problems.push(`Columns ${first + 1} and ${index + 1}, ${quotedList([own[first] ?? '', own[index] ?? ''], 'and')}, both hold "${column}".`);
  });
  return { head: { columns, names: own }, problems };
}

function columnNamed(name: string, known: readonly Column[]): string | undefined {
  const exact = known.find((column) => column.name === name);
  if (exact !== undefined) return exact.name;
  const word = plain(name);
  return known.find((column) => [column.name, ...(column.also ?? [])].some((other) => plain(other) === word))?.name;
}

/** `User ID`, `user-id`, `userId` and `user_id` are one word. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

/** The end of a sentence. */
function nearTo(name: string, known: readonly string[]): string {
  const near = closest(name, known, 1);
  return near.length === 0 ? '.' : `; did you mean ${quotedList(near)}?`;
}

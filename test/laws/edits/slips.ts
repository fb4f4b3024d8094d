import fc from 'fast-check';

/** A word as a hurried hand writes it: two letters swapped, one left out, doubled or wrong. */
export function slipOf(word: string, taken: ReadonlySet<string>): fc.Arbitrary<string> {
  const slips = [...new Set([...swapped(word), ...leftOut(word), ...doubled(word), ...wrong(word)])];
  // What another name is called is no slip to be seen.
  const visible = slips.filter((slip) => slip !== word && slip !== '' && !taken.has(slip));
  const first = fc.constantFrom(swapped, leftOut, doubled, wrong);
  // Each sort of slip as often as the others, though a word has many more wrong letters than swaps.
  return first.chain((make) => {
    const some = make(word).filter((slip) => visible.includes(slip));
    return fc.constantFrom(...(some.length === 0 ? visible : some));
  });
}

function swapped(word: string): readonly string[] {
  return lettersOf(word).map((at) => `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`);
}

function leftOut(word: string): readonly string[] {
  return lettersOf(word).map((at) => `${word.slice(0, at)}${word.slice(at + 1)}`);
}

function doubled(word: string): readonly string[] {
  return lettersOf(word).map((at) => `${word.slice(0, at)}${word.charAt(at)}${word.slice(at)}`);
}

/** The neighbours of a letter on a keyboard. */
function wrong(word: string): readonly string[] {
  return lettersOf(word).flatMap((at) => {
    const row = rows.find((letters) => letters.includes(word.charAt(at))) ?? '';
    const key = row.indexOf(word.charAt(at));
    return [row.charAt(key - 1), row.charAt(key + 1)].flatMap((letter) =>
      letter === '' ? [] : [`${word.slice(0, at)}${letter}${word.slice(at + 1)}`],
    );
  });
}

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function lettersOf(word: string): readonly number[] {
  return Array.from(word).flatMap((letter, at) => (/[a-z]/.test(letter) ? [at] : []));
}

/** `tip-1` is no slip of `tip-2`, and `in` none of `on`. */
const shortest = 4;

/** Whether one is the other with a single letter lost, added, mistaken, or changed places with the next. */
export function isSlip(one: string, other: string): boolean {
  if (one === other || one.length < shortest || other.length < shortest) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  const most = Math.min(one.length, other.length) - start;
  while (end < most && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const mine = one.slice(start, one.length - end);
  const theirs = other.slice(start, other.length - end);
  if (/\d/.test(mine + theirs)) return false;
  if (mine.length <= 1 && theirs.length <= 1) return true;
  return mine.length === 2 && theirs.length === 2 && mine[0] === theirs[1] && mine[1] === theirs[0];
}

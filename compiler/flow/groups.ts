/** Pairs that a search may look at: what needs more can be told apart by no reader either. */
const mostTries = 5_000;

/** Members after which a group says nothing new. */
const mostMembers = 24;

/**
 * Members that all meet one another and together weigh more than `most`, with all others that meet them too; undefined where
 * there are none.
 *
 * Depth first in the given order, heaviest first for a short search. A member is only weighed when it is looked at.
 */
export function widestGroup<Member>(
  members: readonly Member[],
  most: number,
  weigh: (member: Member) => number,
  meet: (one: Member, other: Member) => boolean,
): readonly Member[] | undefined {
  let tries = 0;
  const fits = (group: readonly Member[], next: Member): boolean => {
    tries += 1;
    return weigh(next) > 0 && group.every((member) => meet(member, next));
  };
  const search = (group: readonly Member[], sum: number, from: number): readonly Member[] | undefined => {
    for (let index = from; index < members.length && tries < mostTries; index += 1) {
      const next = members[index];
      if (next === undefined || !fits(group, next)) continue;
      const weight = sum + weigh(next);
      const wider = [...group, next];
      const found = weight > most ? wider : search(wider, weight, index + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = search([], 0, 0);
  if (found === undefined) return undefined;
  const group = [...found];
  for (const member of members) {
    if (group.length >= mostMembers || tries >= mostTries) break;
    if (!found.includes(member) && fits(group, member)) group.push(member);
  }
  return group;
}

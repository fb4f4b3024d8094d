export interface LineChange {
  readonly kind: 'same' | 'removed' | 'added';
  readonly line: string;
}

/**
 * The shortest way from one list of lines to another (Myers, "An O(ND) Difference Algorithm", 1986).
 *
 * Fixes touch few lines, so the work is that of reading them.
 */
export function changedLines(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  const rounds = roundsTo(before, after);
  const changes: LineChange[] = [];
  let x = before.length;
  let y = after.length;
  for (let depth = rounds.length - 1; depth >= 0; depth -= 1) {
    const reached = rounds[depth] ?? new Map<number, number>();
    const diagonal = x - y;
    const from = isDown(reached, diagonal, depth) ? diagonal + 1 : diagonal - 1;
    const fromX = depth === 0 ? 0 : (reached.get(from) ?? 0);
    const fromY = depth === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      changes.push({ kind: 'same', line: before[x] ?? '' });
    }
    if (depth === 0) break;
    if (x === fromX) {
      y -= 1;
      changes.push({ kind: 'added', line: after[y] ?? '' });
    } else {
      x -= 1;
      changes.push({ kind: 'removed', line: before[x] ?? '' });
    }
  }
  return changes.reverse();
}

/** How far each diagonal had come before each round. */
function roundsTo(before: readonly string[], after: readonly string[]): readonly ReadonlyMap<number, number>[] {
  const rounds: ReadonlyMap<number, number>[] = [];
  const reached = new Map<number, number>([[1, 0]]);
  for (let depth = 0; depth <= before.length + after.length; depth += 1) {
    rounds.push(new Map(reached));
    for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
      let x = isDown(reached, diagonal, depth) ? (reached.get(diagonal + 1) ?? 0) : (reached.get(diagonal - 1) ?? 0) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reached.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return rounds;
    }
  }
  return rounds;
}

/** Whether a round comes to a diagonal by a line of `after`, not by leaving out one of `before`. */
function isDown(reached: ReadonlyMap<number, number>, diagonal: number, depth: number): boolean {
  if (diagonal === -depth) return true;
  return diagonal !== depth && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1);
}

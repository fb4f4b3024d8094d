/** A syntax tree without its places: equal for files that say the same in different words. */
export function withoutPlaces(tree: unknown): unknown {
  if (tree instanceof Map) return [...tree].map(([key, value]) => [key, withoutPlaces(value)]);
  if (Array.isArray(tree)) return tree.map(withoutPlaces);
  if (typeof tree !== 'object' || tree === null) return tree;
  const kept = Object.entries(tree).filter(([key]) => !/^(?:span|operatorSpan)$/.test(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutPlaces(value)]));
}

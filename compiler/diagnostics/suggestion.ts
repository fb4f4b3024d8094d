/** The help of an unknown name: the nearest one that exists, or where to declare it. */
export function suggestionHelp(suggestion: string | undefined, otherwise: string): string {
  return suggestion === undefined ? otherwise : `Did you mean "${suggestion}"?`;
}

/** `"a", "b" and "c"`, cut after eight. */
export function namesInWords(names: readonly string[]): string {
  const quoted = names.slice(0, 8).map((name) => `"${name}"`);
  if (names.length > 8) return `${quoted.join(', ')} and ${names.length - 8} more`;
  const last = quoted.pop();
  if (last === undefined) return 'none';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}

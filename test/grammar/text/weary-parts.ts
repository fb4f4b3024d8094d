/** What a reader of the textual surface could trip over when it comes again and again. */
export const wearyParts: readonly string[] = [
  '{', '}', 'send a {}', 'pain ', 'a,', 'test "a" { ', '[', '(', '"', "'", '#', 'a', 'send ', 'a ', ' \n', '-', 'a-', 'when ', '\\', 'send a {', '"\\', 'a.', '0', ':',
];

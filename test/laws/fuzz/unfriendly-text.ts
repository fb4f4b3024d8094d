import fc from 'fast-check';

/** Words, signs and traps of the language and of YAML, Liquid and MJML. */
const tokens = [
  'and', 'or', 'not', 'true', 'false', 'now', 'in', 'is', 'set', 'contains', 'starts', 'ends', 'with', 'did', 'count', 'sum',
  'latest', 'sent', 'clicked', 'sequence', 'then', 'time', 'since', 'before', 'entry', 'ever', 'last', 'between', 'where', 'day',
  'spread', 'never', 'always', 'after', 'each', 'within', 'topic', 'from', 'hours', 'transactional', 'reviewed', 'marketing',
  'emails', 'defer', 'drop', 'when', 'on', 'once', 'at', 'most', 'per', 'guess', 'fades', 'keep', 'hold', 'one', 'account', 'by',
  'lead.plan', 'score.total', 'event.path', 'entry.x', 'lead.a.b', 'a-b', 'mon-fri', '09:30', '24:00', '9:99', '2026-03-01',
  '2026-02-30', '3d', '3m', '1.5h', '30 days', '10%', '7', '-3', '1e9', '0x1', '"text"', '"open', "'single'", '“smart”', '==',
  '=', '!=', '<>', '<=', '>=', '&&', '||', '!', '+', '-', '*', '/', '..', '.', ',', '(', ')', '[', ']', '{', '}', ': ', ':', '- ',
  '#', ' #', '|', '>', '&a', '*a', '!tag', '<<: ', '---', '...', '? ', '%', '@', '`', '\n', '\n  ', '\r\n', '\t', '{{', '}}',
  '{% if', '%}', '<mj-text>', '</mjml>', '\\', '\uFEFF', '\u202E', '\u0000', 'campaign:', 'steps:', 'enter:', 'send: x',
] as const;

export const tokenSoup: fc.Arbitrary<string> = fc
  .tuple(fc.array(fc.constantFrom(...tokens), { maxLength: 30 }), fc.constantFrom('', ' ', '\n'))
  .map(([words, between]) => words.join(between));

export const unfriendlyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  // As a file is read that is no text at all.
  fc.uint8Array({ maxLength: 120 }).map((bytes) => new TextDecoder().decode(bytes)),
);

/** A few small edits: something cut, put in, said twice. */
export function edited(text: string): fc.Arbitrary<string> {
  const edit = fc.record({ at: fc.nat(text.length), cut: fc.nat(12), put: fc.oneof(fc.constantFrom(...tokens), tokenSoup, fc.constant('')) });
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((now, { at, cut, put }) => `${now.slice(0, at)}${put}${now.slice(at + cut)}`, text),
  );
}

const mebibyte = 1024 * 1024;

/** Up to a little over a mebibyte of one thing, or some hundred levels of it. */
export const hugeText: fc.Arbitrary<string> = fc
  .record({
    head: fc.constantFrom('', 'campaign: x\nsteps:\n  - if: y\n    when: ', 'a: ', '- '),
    unit: fc.oneof(fc.constantFrom('[', '{', '(', '- ', 'a:\n', '{a: ', 'not ', '1 + ', 'x and ', '"', '\n', ' ', 'a: b\n', '- a\n', '{{', '<mj-text>'), tokenSoup),
    size: fc.constantFrom(70, 300, 4_000, 100_000, mebibyte - 64, mebibyte + 64),
    tail: fc.constantFrom('', ']', 'x', ': ', '"'),
  })
  .map(({ head, unit, size, tail }) => `${head}${(unit || 'x').repeat(Math.ceil(size / (unit.length || 1))).slice(0, size)}${tail}`);

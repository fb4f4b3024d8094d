/** Nothing longer stands on one line where it can be broken. */
export const widestLine = 100;

/** A statement ready to be laid out. */
export interface Statement {
  readonly above: readonly string[];
  /** A blank line before it. */
  readonly gap: boolean;
  /** Its head, then its clauses: what may not be broken. */
  readonly parts: readonly string[];
  readonly behind?: string;
  readonly blocks: readonly Block[];
}

export interface Block {
  /** `else`; without a word it stands behind the statement itself. */
  readonly word?: string;
  readonly open: '{' | '[';
  readonly behind?: string;
  readonly body: readonly Statement[];
  readonly foot: readonly string[];
  /** May stand on the line of its braces where it holds one short statement. */
  readonly short: boolean;
}

export function statement(parts: readonly string[], more: Partial<Omit<Statement, 'parts'>> = {}): Statement {
  return { above: [], gap: false, blocks: [], ...more, parts };
}

/** The lines of statements, one under the other, at most one blank line between them. */
export function layOut(statements: readonly Statement[], foot: readonly string[] = []): string[] {
  const lines = statements.flatMap((one, index) => (one.gap && index > 0 ? ['', ...linesOf(one)] : linesOf(one)));
  return [...lines, ...foot];
}

function linesOf({ above, parts, behind, blocks }: Statement): string[] {
  const lines = wrapped(parts);
  for (const block of blocks) {
    const last = lines.pop() ?? '';
    const word = block.word === undefined ? '' : ` ${block.word}`;
    const start = `${last}${word} ${block.open}`;
    const short = shortBody(block, start);
    if (short === '' || (short !== undefined && blocks.length === 1)) {
      lines.push(`${start} ${short === '' ? '' : `${short} `}${closing(block)}`);
      continue;
    }
    lines.push(`${start}${block.behind === undefined ? '' : ` ${block.behind}`}`);
    lines.push(...layOut(block.body, block.foot).map((line) => (line === '' ? '' : `  ${line}`)));
    lines.push(closing(block));
  }
  const tail = behind === undefined ? '' : ` ${behind}`;
  return [...above, ...lines.slice(0, -1), `${lines.at(-1) ?? ''}${tail}`];
}

function closing({ open }: Block): string {
  return open === '{' ? '}' : ']';
}

/** `{ task book-call team success due 48h }`. */
function shortBody({ short, body, behind, foot }: Block, start: string): string | undefined {
  const [only, second] = body;
  if (only === undefined && foot.length === 0 && behind === undefined) return '';
  if (!short || only === undefined || second !== undefined || behind !== undefined || foot.length > 0) return undefined;
  if (only.above.length > 0 || only.behind !== undefined || only.blocks.length > 0) return undefined;
  const text = only.parts.join(' ');
  return start.length + text.length + 3 > widestShort ? undefined : text;
}

const widestShort = 80;

/** A clause a line, where the whole is too long for one. */
function wrapped([head = '', ...clauses]: readonly string[]): string[] {
  const line = [head, ...clauses].join(' ');
  return line.length <= widestLine ? [line] : [head, ...clauses.map((clause) => `    ${clause}`)];
}

import { readFileSync } from 'node:fs';

/** One fenced block of a page. */
export interface FencedBlock {
  /** The first word behind the fence: `yaml`, `mjml`, `console`. */
  readonly language: string;
  /** The words behind it. */
  readonly info: readonly string[];
  readonly text: string;
  /** 1-based, of the opening fence. */
  readonly line: number;
  /** The heading above it, without its marks. */
  readonly heading: string;
}

/** The fenced blocks of a Markdown text, in order. */
export function fencedBlocks(markdown: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let heading = '';
  let open: { readonly words: readonly string[]; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(line)?.[1];
    if (open === undefined) {
      heading = /^#+ +(.*)$/.exec(line)?.[1] ?? heading;
      if (fence !== undefined) open = { words: fence.trim().split(/\s+/), line: index + 1, lines: [] };
    } else if (fence === undefined) {
      open.lines.push(line);
    } else {
      const [language = '', ...info] = open.words;
      blocks.push({ language, info, text: `${open.lines.join('\n')}\n`, line: open.line, heading });
      open = undefined;
    }
  }
  return blocks;
}

/** A file of the project, by its path from the root. */
export function projectFile(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

import pc from 'picocolors';
import { wrapped } from '../../compiler/diagnostics/print/wrapped.js';

type Colors = ReturnType<typeof pc.createColors>;

/** Lines of prose wider than this are hard to read, however wide the screen is. */
const widest = 100;

/** A page of our documentation for a terminal: headings, code and tables stand out, links are their words. */
export function printPage(
  markdown: string,
  { color, width = 80 }: { readonly color: boolean; readonly width?: number | undefined },
): string {
  const colors = pc.createColors(color);
  const columns = Math.max(20, Math.min(width, widest));
  return `${blocksOf(markdown)
    .map((block) => printBlock(block, columns, colors))
    .join('\n\n')}\n`;
}

type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly lines: readonly string[] }
  | { readonly kind: 'item'; readonly text: string }
  | { readonly kind: 'prose'; readonly text: string };

function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  // A split by a group keeps what it matched: every second part is a fenced block.
  for (const [index, part] of markdown.split(/^(```[^]*?^```)$/m).entries()) {
    if (index % 2 === 1) blocks.push({ kind: 'code', lines: part.split('\n').slice(1, -1) });
    else for (const text of part.split(/\n{2,}|\n(?=- )/)) if (text.trim() !== '') blocks.push(blockOf(text.trim()));
  }
  return blocks;
}

function blockOf(text: string): Block {
  if (text.startsWith('#')) return { kind: 'heading', text: text.replace(/^#+ +/, '') };
  if (text.startsWith('|')) return { kind: 'table', lines: text.split('\n').filter((line) => !/^[|\s:-]+$/.test(line)) };
  if (text.startsWith('- ')) return { kind: 'item', text: text.slice(2).replace(/\s*\n\s*/g, ' ') };
  return { kind: 'prose', text: text.replace(/\s*\n\s*/g, ' ') };
}

function printBlock(block: Block, columns: number, colors: Colors): string {
  switch (block.kind) {
    case 'heading':
      return colors.bold(withoutMarks(block.text));
    case 'code':
      return block.lines.map((line) => (line === '' ? '' : `    ${colors.cyan(line)}`)).join('\n');
    case 'table':
      return block.lines.map((line) => inline(line, colors)).join('\n');
    case 'item':
      return inline(wrapped(withoutLinks(block.text), columns - 2).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`).join('\n'), colors);
    case 'prose':
      return inline(wrapped(withoutLinks(block.text), columns).join('\n'), colors);
  }
}

function withoutLinks(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}

function withoutMarks(text: string): string {
  return withoutLinks(text).replaceAll('`', '');
}

/** Code within prose is coloured, and keeps its marks where there are no colours. */
function inline(text: string, colors: Colors): string {
  if (!colors.isColorSupported) return text.replace(/\*\*([^*]+)\*\*/g, '$1');
  return text
    .replace(/`([^`]+)`/g, (_, code: string) => code.split('\n').map((line) => colors.cyan(line)).join('\n'))
    .replace(/\*\*([^*]+)\*\*/g, (_, words: string) => colors.bold(words));
}

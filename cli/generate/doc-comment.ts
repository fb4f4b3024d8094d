import type { FieldAst } from '../../grammar/ast/schema.js';

const widest = 110;

/** A TypeScript doc comment of these sentences; nothing where there are none. */
export function docComment(sentences: readonly string[], indent: string): string {
  const text = sentences
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').replaceAll('*/', '*\\/').trim())
    .filter((sentence) => sentence !== '')
    .map((sentence) => (/[.!?…]$/.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');
  if (text === '') return '';
  if (indent.length + text.length + 7 <= widest) return `${indent}/** ${text} */\n`;
  const lines = folded(text, widest - indent.length - 3);
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`, ''].join('\n');
}

/** What an author of an application should know of a field. */
export function sentencesOf({ meaning, type, example, default: fallback, personal }: FieldAst): readonly string[] {
  return [
    meaning?.value ?? '',
    type?.value === 'date' ? 'A date, `YYYY-MM-DD`.' : '',
    type?.value === 'timestamp' ? 'A moment, ISO 8601 with an offset.' : '',
    fallback === undefined ? '' : `Taken for ${JSON.stringify(fallback.value)} where it is missing.`,
    example === undefined ? '' : `Example: ${JSON.stringify(example.value)}.`,
    personal?.value === true ? 'Personal data.' : '',
  ];
}

function folded(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

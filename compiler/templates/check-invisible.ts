import type { Report } from '../../grammar/diagnostics/code.js';
import type { Source } from '../../grammar/span.js';
import type { templateCodes } from './template-codes.js';

/**
 * Characters that nobody sees: controls of writing direction, with which a text reads otherwise than it
 * is (CVE-2021-42574), and spaces without width, with which spam breaks words apart.
 *
 * Joiners (U+200C, U+200D) and direction marks (U+200E, U+200F) belong to Persian, emoji, Hebrew and
 * Arabic, so those are left alone beside such letters.
 */
const suspects = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const inScript = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;

/** Beyond that a file is not text, and more lines of report help nobody. */
const mostPerFile = 20;

export function checkInvisible({ path, text }: Source, report: Report<typeof templateCodes>): void {
  let found = 0;
  for (const match of text.matchAll(suspects)) {
    if (found === mostPerFile) return;
    const { index } = match;
    const [character] = match;
    // The byte order mark of the file.
    if (index === 0 && character === '\uFEFF') continue;
    const joins = /[\u061c\u200c-\u200f]/.test(character) || (character.codePointAt(0) ?? 0) > 0xffff;
    const around = text.slice(Math.max(0, index - 16), index) + text.slice(index + character.length, index + 4);
    if (joins && inScript.test(around)) continue;
    found += 1;
    const end = index + character.length;
    const span = { file: path, start: index, end };
    report('C7143', span, { character: nameOf(character), turns: /[\u202a-\u202e\u2066-\u2069]/.test(character) }, {
      fixes: [{ title: 'remove it', safety: 'safe', edits: [{ span, text: '' }] }],
    });
  }
}

function nameOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

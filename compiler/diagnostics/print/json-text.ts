/**
 * Indented JSON, in plain sight: what could hide text or move the cursor of a log is escaped.
 *
 * `JSON.stringify` escapes the C0 controls alone.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  // Such characters stand in strings only, where an escape means the same.
  return `${text.replace(invisible, escaped)}\n`;
}

const invisible =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}

import type { Cursor, PathPart } from './cursor.js';

interface Frame {
  readonly kind: 'mapping' | 'sequence';
  readonly beside: Map<string, string>;
  /** The key whose value is being read. */
  key: string | undefined;
  /** Where the key or value begins that is being read. */
  from: number;
}

/** Where somebody types in `{ at: …, event: … }` or `[ … ]`; undefined for a value that begins otherwise, or is closed. */
export function flowCursor(value: string, start: number): Cursor | undefined {
  if (!/^[{[]/.test(value)) return undefined;
  const frames = framesOf(value);
  const last = frames.at(-1);
  if (last === undefined) return undefined;
  const path = frames.flatMap((frame): readonly PathPart[] => {
    if (frame.kind === 'sequence') return [{ kind: 'item' }];
    return frame.key === undefined ? [] : [{ kind: 'key', name: frame.key }];
  });
  const { beside } = last;
  const outer = new Map(frames.slice(0, -1).flatMap((frame) => [...frame.beside]));
  const from = last.from + (/^\s*/.exec(value.slice(last.from))?.[0].length ?? 0);
  const isKey = last.kind === 'mapping' && last.key === undefined;
  const at = isKey
    ? { kind: 'key' as const, start: start + from }
    : { kind: 'value' as const, start: start + from, text: value.slice(from) };
  return { path, beside, outer, at };
}

/** The brackets that are open at the end of the value. */
function framesOf(value: string): readonly Frame[] {
  const frames: Frame[] = [];
  let quote: string | undefined;
  for (let at = 0; at < value.length; at += 1) {
    const letter = value[at] ?? '';
    const frame = frames.at(-1);
    if (quote !== undefined) {
      if (letter === quote) quote = undefined;
      continue;
    }
    // A quote within a phrase does not hide what closes the braces, but a value in quotes does.
    if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '{' || letter === '[') {
      frames.push({ kind: letter === '{' ? 'mapping' : 'sequence', beside: new Map(), key: undefined, from: at + 1 });
    } else if (letter === '}' || letter === ']') frames.pop();
    else if (frame === undefined) continue;
    else if (letter === ',') {
      close(frame, value, at);
    } else if (letter === ':' && frame.kind === 'mapping' && frame.key === undefined && /^[\s]|^$/.test(value.slice(at + 1, at + 2))) {
      frame.key = value.slice(frame.from, at).trim().replace(/^["']|["']$/g, '');
      frame.from = at + 1;
    }
  }
  return frames;
}

function close(frame: Frame, value: string, at: number): void {
  if (frame.key !== undefined) frame.beside.set(frame.key, value.slice(frame.from, at).trim());
  frame.key = undefined;
  frame.from = at + 1;
}

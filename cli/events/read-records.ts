/** One record of a file, as text. */
export type RecordText =
  | { readonly kind: 'record'; readonly text: string; /** 1-based. */ readonly line: number }
  /** Longer than `longestRecord`: passed over unread. */
  | { readonly kind: 'too-long'; readonly line: number }
  /** An array whose end is missing, or text behind it. */
  | { readonly kind: 'not-closed'; readonly line: number };

/** In UTF-16 units: far beyond any event, and few enough to hold in memory. */
export const longestRecord = 4 * 1024 * 1024;

/**
 * Takes JSON Lines, or one JSON array, apart into records, whatever their number: no more than
 * one record and one chunk are held. A record that is no JSON is handed over like any other.
 */
export async function* readRecords(chunks: AsyncIterable<string>): AsyncGenerator<RecordText> {
  let splitter: Splitter | undefined;
  let before = '';
  let first = true;
  for await (const chunk of chunks) {
    const text = first ? chunk.replace(/^\uFEFF/, '') : chunk;
    first = false;
    if (splitter === undefined) {
      // What stands before the first record says which of the two it is.
      if ((before + text).trim() === '') {
        before += text;
        continue;
      }
      splitter = (before + text).trimStart().startsWith('[') ? createArraySplitter() : createLineSplitter();
      yield* splitter.take(before + text);
      continue;
    }
    yield* splitter.take(text);
  }
  if (splitter !== undefined) yield* splitter.end();
}

interface Splitter {
  take(text: string): Iterable<RecordText>;
  end(): Iterable<RecordText>;
}

function createLineSplitter(): Splitter {
  const pending = createPending();
  let line = 1;
  return {
    *take(text) {
      let from = 0;
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
        pending.add(text.slice(from, at));
        yield* pending.empty(line);
        line += 1;
        from = at + 1;
      }
      pending.add(text.slice(from));
    },
    *end() {
      yield* pending.empty(line);
    },
  };
}

/** Follows brackets and quotes, and nothing else of JSON. */
function createArraySplitter(): Splitter {
  const pending = createPending();
  let line = 1;
  let start = 1;
  let depth = 0;
  let quoted = false;
  let escaped = false;
  return {
    *take(text) {
      let from = 0;
      for (let at = 0; at < text.length; at += 1) {
        const character = text[at];
        if (character === '\n') {
          line += 1;
          // No text of JSON goes over lines: a quote that was never closed ends here.
          quoted = false;
        }
        if (escaped) escaped = false;
        else if (quoted) {
          if (character === '\\') escaped = true;
          else if (character === '"') quoted = false;
        } else if (character === '"') {
          quoted = true;
        } else if (character === '[' || character === '{') {
          depth += 1;
          if (depth === 1) from = at + 1;
          if (depth === 2) start = line;
        } else if (character === ']' || character === '}') {
          depth -= 1;
          if (depth === 0) {
            pending.add(text.slice(from, at));
            yield* pending.empty(start);
            from = at + 1;
          }
        } else if (character === ',' && depth === 1) {
          pending.add(text.slice(from, at));
          yield* pending.empty(start);
          from = at + 1;
          start = line;
        }
      }
      if (depth > 0) pending.add(text.slice(from));
    },
    *end() {
      if (depth === 0) return;
      pending.drop();
      yield { kind: 'not-closed', line: start };
    },
  };
}

interface Pending {
  add(text: string): void;
  /** Hands over what was added, where it is more than space. */
  empty(line: number): Iterable<RecordText>;
  drop(): void;
}

function createPending(): Pending {
  let parts: string[] = [];
  let length = 0;
  const drop = () => {
    parts = [];
    length = 0;
  };
  return {
    drop,
    add(text) {
      length += text.length;
      if (length <= longestRecord) parts.push(text);
      else parts = [];
    },
    *empty(line) {
      const text = parts.join('').trim();
      const tooLong = length > longestRecord;
      drop();
      if (tooLong) yield { kind: 'too-long', line };
      else if (text !== '') yield { kind: 'record', text, line };
    },
  };
}

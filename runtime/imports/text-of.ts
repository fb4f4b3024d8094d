/** What is wrong with the file itself, so that none of the rest can be read. */
export class UnreadableFile extends Error {}

/**
 * The bytes of a file as text, a byte order mark aside.
 *
 * @throws UnreadableFile for anything but UTF-8
 */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  for await (const chunk of bytes) {
    if (first && isUtf16(chunk)) throw new UnreadableFile('The file is UTF-16; save it as CSV in UTF-8.');
    first = false;
    yield decoded(() => decoder.decode(chunk, { stream: true }));
  }
  yield decoded(() => decoder.decode());
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw new UnreadableFile('The file is not UTF-8; save it as CSV in UTF-8.');
  }
}

/** Spreadsheets call it "Unicode text". */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

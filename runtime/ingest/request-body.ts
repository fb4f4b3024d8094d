import { gunzip } from 'node:zlib';

/** Limits of the Segment HTTP API, in bytes; they hold for the unpacked body. */
export const mostBytes = { event: 32 * 1024, batch: 500 * 1024 } as const;

export type RequestBody =
  | { readonly kind: 'json'; readonly value: Readonly<Record<string, unknown>>; readonly bytes: number }
  | Malformed;

export interface Malformed {
  readonly kind: 'malformed';
  readonly message: string;
}

/**
 * Reads a body as JSON whatever its content type says; gzip is known by its first bytes, because
 * clients send it under any header.
 */
export async function readRequestBody(raw: unknown): Promise<RequestBody> {
  const body = await readRequestJson(raw);
  if (body.kind === 'malformed') return body;
  const { value, bytes } = body;
  if (!isRecord(value)) return malformed('The body is not a JSON object.');
  return { kind: 'json', value, bytes };
}

/** The same, of any JSON. */
export async function readRequestJson(
  raw: unknown,
): Promise<{ readonly kind: 'json'; readonly value: unknown; readonly bytes: number } | Malformed> {
  if (!Buffer.isBuffer(raw) || raw.length === 0) return malformed('The body is empty.');
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? await unpacked(raw) : raw;
  if (bytes === undefined) return malformed('The body cannot be unpacked, or is larger than 500 KB.');
  if (bytes.length > mostBytes.batch) return malformed('The body is larger than 500 KB.');
  if (isDeep(bytes)) return malformed(`The body is nested deeper than ${deepest} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    // The parser's own message quotes the body.
    return malformed('The body is not JSON.');
  }
  return { kind: 'json', value, bytes: bytes.length };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deeper items are rejected alone; from here on writing one again comes near the end of the stack. */
const deepest = 4_000;

/** By the bytes alone: what is parsed first has done its harm. */
function isDeep(bytes: Buffer): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inText) {
      if (byte === backslash) index += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
}

const quote = 0x22;
const backslash = 0x5c;

function unpacked(packed: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    gunzip(packed, { maxOutputLength: mostBytes.batch }, (error, bytes) => {
      resolve(error === null ? bytes : undefined);
    });
  });
}

function malformed(message: string): Malformed {
  return { kind: 'malformed', message };
}

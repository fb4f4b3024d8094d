import { gunzip } from 'node:zlib';

/** Limits of the Segment HTTP API, in bytes; they hold for the unpacked body. */
export const mostBytes = { event: 32 * 1024, batch: 500 * 1024 } as const;

export type RequestBody =
  | { readonly kind: 'json'; readonly value: Readonly<Record<string, unknown>>; readonly bytes: number }
  | { readonly kind: 'malformed'; readonly message: string };

/**
 * Reads a body as JSON whatever its content type says; gzip is known by its first bytes, because
 * clients send it under any header.
 */
export async function readRequestBody(raw: unknown): Promise<RequestBody> {
  if (!Buffer.isBuffer(raw) || raw.length === 0) return malformed('The body is empty.');
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? await unpacked(raw) : raw;
  if (bytes === undefined) return malformed('The body cannot be unpacked, or is larger than 500 KB.');
  if (bytes.length > mostBytes.batch) return malformed('The body is larger than 500 KB.');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    // The parser's own message quotes the body.
    return malformed('The body is not JSON.');
  }
  if (!isRecord(value)) return malformed('The body is not a JSON object.');
  return { kind: 'json', value, bytes: bytes.length };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unpacked(packed: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    gunzip(packed, { maxOutputLength: mostBytes.batch }, (error, bytes) => {
      resolve(error === null ? bytes : undefined);
    });
  });
}

function malformed(message: string): RequestBody {
  return { kind: 'malformed', message };
}

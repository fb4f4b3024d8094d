import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Payload, PayloadCodec } from '@temporalio/common';

/** The module that was named is no codec, or one that does not work. */
export class PayloadCodecError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PayloadCodecError';
  }
}

/**
 * Loads what turns payloads into what Temporal stores, and back. The module exports
 * `createCodec({ secretOf })`, which answers a `PayloadCodec` of Temporal's or a promise of one; it is
 * tried once.
 *
 * @throws PayloadCodecError where there is no such module, or what it makes does not give back what it took
 */
export async function loadPayloadCodec(
  path: string,
  { cwd, secretOf }: { readonly cwd: string; secretOf(name: string): string | undefined },
): Promise<PayloadCodec> {
  const file = resolve(cwd, path);
  const module: unknown = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new PayloadCodecError(`"${path}" cannot be loaded: ${firstLine(error)}`);
  });
  const create = typeof module === 'object' && module !== null && 'createCodec' in module ? module.createCodec : undefined;
  if (typeof create !== 'function') throw new PayloadCodecError(`"${path}" exports no function "createCodec".`);
  const codec: unknown = await Promise.resolve()
    .then((): unknown => create({ secretOf }))
    .catch((error: unknown) => {
      throw new PayloadCodecError(`"${path}" makes no codec: ${firstLine(error)}`);
    });
  if (!isCodec(codec)) throw new PayloadCodecError(`What "${path}" makes has no functions "encode" and "decode".`);
  await tryOut(path, codec);
  return codec;
}

/** Payloads that a workflow cannot read again would only be found when somebody is waiting for mail. */
async function tryOut(path: string, codec: PayloadCodec): Promise<void> {
  const sample: Payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"a sample"') };
  const back = await codec
    .encode([sample])
    .then((encoded) => codec.decode(encoded))
    .catch((error: unknown) => {
      throw new PayloadCodecError(`"${path}" does not work: ${firstLine(error)}`);
    });
  const [first] = back;
  const same = back.length === 1 && text(first?.data) === text(sample.data) && text(first?.metadata?.['encoding']) === 'json/plain';
  if (!same) throw new PayloadCodecError(`"${path}" does not give back what it took.`);
}

function text(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}

function isCodec(value: unknown): value is PayloadCodec {
  if (typeof value !== 'object' || value === null) return false;
  return 'encode' in value && typeof value.encode === 'function' && 'decode' in value && typeof value.decode === 'function';
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

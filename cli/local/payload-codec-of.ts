import type { ServiceOptions } from '../../runtime/service/service-options.js';
import { loadPayloadCodec, PayloadCodecError } from '../../runtime/service/payload-codec.js';
import { UsageError } from '../exit-code.js';
import type { Host } from '../host.js';

const variable = 'PERENNIAL_PAYLOAD_CODEC';

/**
 * The codec that the environment names; none where it names none.
 *
 * @throws UsageError where it cannot be loaded or does not work
 */
export async function payloadCodecOf({ env, cwd }: Pick<Host, 'env' | 'cwd'>): Promise<Pick<ServiceOptions, 'payloadCodec'>> {
  const path = env[variable];
  if (path === undefined || path === '') return {};
  try {
    return { payloadCodec: await loadPayloadCodec(path, { cwd, secretOf: (name) => env[name] }) };
  } catch (error) {
    if (error instanceof PayloadCodecError) throw new UsageError(error.message, `${variable} is the path of a module: see examples/operations/payload-codec.mjs`);
    throw error;
  }
}

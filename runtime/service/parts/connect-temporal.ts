import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { Tracing } from '../../operations/tracing/tracing.js';
import type { ServiceOptions } from '../service-options.js';

/** @throws when the server is out of reach */
export async function connectTemporal(
  { temporal: { address, namespace, ...secure }, payloadCodec }: Pick<ServiceOptions, 'temporal' | 'payloadCodec'>,
  tracing: Tracing,
): Promise<{ readonly connection: Connection; readonly client: Client }> {
  // Few tries: the outbox has a back-off of its own, and one that outlives the connection is a fault.
  const interceptors = [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }))];
  const connection = await Connection.connect({ address, ...secure, interceptors });
  const client = new Client({
    connection,
    namespace,
    interceptors: { workflow: [...tracing.interceptors.client] },
    ...(payloadCodec === undefined ? {} : { dataConverter: { payloadCodecs: [payloadCodec] } }),
  });
  return { connection, client };
}

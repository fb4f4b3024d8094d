import { readFileSync } from 'node:fs';

/** How Temporal is reached. `tls` and `apiKey` as the SDK takes them. */
export interface TemporalSettings {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  readonly apiKey?: string;
  readonly tls?: {
    readonly serverRootCACertificate?: Buffer;
    readonly serverNameOverride?: string;
    readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
  };
}

/** The environment says half of something, or names a file that cannot be read. */
export class TemporalSettingsError extends Error {
  readonly next: string;

  constructor(message: string, next: string) {
    super(message);
    this.name = 'TemporalSettingsError';
    this.next = next;
  }
}

/**
 * Reads how to reach Temporal: plainly, by TLS, with a client certificate (mTLS) or an API key, which
 * both imply TLS.
 *
 * @throws TemporalSettingsError for half a pair, for both ways to say who we are, for a file that is not there
 */
export function temporalSettings(
  address: string,
  env: Readonly<Record<string, string | undefined>>,
): TemporalSettings {
  const said = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const namespace = said('TEMPORAL_NAMESPACE') ?? 'default';
  const apiKey = said('TEMPORAL_API_KEY');
  const cert = said('TEMPORAL_TLS_CERT');
  const key = said('TEMPORAL_TLS_KEY');
  const ca = said('TEMPORAL_TLS_CA');
  const serverName = said('TEMPORAL_TLS_SERVER_NAME');
  if (cert !== undefined && key === undefined) throw half('TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY');
  if (key !== undefined && cert === undefined) throw half('TEMPORAL_TLS_KEY', 'TEMPORAL_TLS_CERT');
  if (apiKey !== undefined && cert !== undefined) {
    throw new TemporalSettingsError('TEMPORAL_API_KEY and TEMPORAL_TLS_CERT are both set.', 'Keep the one that your namespace takes.');
  }
  if ((apiKey !== undefined || cert !== undefined) && /\.(?:tmprl\.cloud|temporal\.io):\d+$/.test(address) && namespace === 'default') {
    throw new TemporalSettingsError('TEMPORAL_NAMESPACE is not set.', 'In Temporal Cloud it is <name>.<account>.');
  }
  const tls = {
    ...(ca === undefined ? {} : { serverRootCACertificate: fileOf('TEMPORAL_TLS_CA', ca) }),
    ...(serverName === undefined ? {} : { serverNameOverride: serverName }),
    ...(cert === undefined || key === undefined
      ? {}
      : { clientCertPair: { crt: fileOf('TEMPORAL_TLS_CERT', cert), key: fileOf('TEMPORAL_TLS_KEY', key) } }),
  };
  const secured = apiKey !== undefined || Object.keys(tls).length > 0;
  return { address, namespace, ...(apiKey === undefined ? {} : { apiKey }), ...(secured ? { tls } : {}) };
}

function half(set: string, unset: string): TemporalSettingsError {
  return new TemporalSettingsError(`${set} is set, and ${unset} is not.`, 'A client certificate needs both, as paths of PEM files.');
}

function fileOf(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new TemporalSettingsError(`${name} names "${path}", which cannot be read.`, 'It is the path of a PEM file.');
  }
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const encrypted = 'binary/encrypted';
const secret = 'PERENNIAL_PAYLOAD_KEYS';

/**
 * What Temporal stores, by AES-256-GCM. The secret holds the keys as `<id>:<32 bytes in base64>`,
 * separated by commas. The first one encrypts; all of them decrypt, so a new key goes in front, and an
 * old one stays for as long as there are histories that were written with it.
 */
export function createCodec({ secretOf }) {
  const keys = readKeys(secretOf(secret));
  const [current] = keys.keys();
  return {
    encode: async (payloads) => payloads.map((payload) => encode(payload, current, keys.get(current))),
    decode: async (payloads) => payloads.map((payload) => decode(payload, keys)),
  };
}

function readKeys(text = '') {
  const keys = new Map();
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const [, id, base64] = /^\s*([^:]+):(.+)$/.exec(part) ?? [];
    const key = Buffer.from(base64 ?? '', 'base64');
    // The secret is not repeated: this ends up in a log.
    if (id === undefined || key.length !== 32) throw new Error(`${secret} has to hold <id>:<32 bytes in base64>, by commas.`);
    keys.set(id, key);
  }
  if (keys.size === 0) throw new Error(`${secret} is not set.`);
  return keys;
}

function encode({ metadata, data }, id, key) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
  const plain = JSON.stringify({ metadata: toBase64(metadata), data: Buffer.from(data ?? []).toString('base64') });
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    metadata: { encoding: Buffer.from(encrypted), 'encryption-key-id': Buffer.from(id) },
    data: Buffer.concat([nonce, cipher.getAuthTag(), sealed]),
  };
}

function decode(payload, keys) {
  // What was written before there was a codec stays readable.
  if (Buffer.from(payload.metadata?.encoding ?? []).toString() !== encrypted) return payload;
  const id = Buffer.from(payload.metadata['encryption-key-id'] ?? []).toString();
  const key = keys.get(id);
  if (key === undefined) throw new Error(`${secret} holds no key "${id}".`);
  const bytes = Buffer.from(payload.data);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(12, 28));
  const { metadata, data } = JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString());
  return { metadata: fromBase64(metadata), data: Buffer.from(data, 'base64') };
}

function toBase64(metadata = {}) {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value).toString('base64')]));
}

function fromBase64(metadata) {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]));
}

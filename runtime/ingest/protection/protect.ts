import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Protection } from './usual-protection.js';
import type { WriteKeys } from './write-keys.js';
import { userOfBasicAuth } from './write-keys.js';

/** Counts requests before their bodies are read, by address and by key; to be called before routes are added. */
export async function protect(app: FastifyInstance, keys: WriteKeys, protection: Protection): Promise<void> {
  await app.register(rateLimit, { global: false });
  const timeWindow = protection.windowMs;
  const byAddress = app.createRateLimit({ max: protection.perAddress, timeWindow, keyGenerator: ({ ip }) => ip });
  const byKey = app.createRateLimit({
    max: protection.perKey,
    timeWindow,
    // The name of its source: the key itself is kept nowhere.
    keyGenerator: ({ headers }) => keys.sourceOf(userOfBasicAuth(headers.authorization) ?? '') ?? '',
  });
  app.addHook('onRequest', async (request, reply) => {
    const address = await byAddress(request);
    if (!address.isAllowed && address.isExceeded) return tooMany(reply, address.ttlInSeconds);
    const user = userOfBasicAuth(request.headers.authorization);
    if (user === undefined || keys.sourceOf(user) === undefined) return;
    const key = await byKey(request);
    if (!key.isAllowed && key.isExceeded) return tooMany(reply, key.ttlInSeconds);
  });
}

function tooMany(reply: FastifyReply, seconds: number): FastifyReply {
  return reply
    .code(429)
    .header('retry-after', String(Math.max(1, seconds)))
    .send({ success: false, message: 'Too many requests.' });
}

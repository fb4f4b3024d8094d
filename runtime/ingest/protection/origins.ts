import type { FastifyInstance } from 'fastify';

/**
 * Lets pages of these origins send what applications may send (CORS); `*` is every page. Only the calls of
 * the Segment HTTP API are for browsers.
 */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  const isAllowed = (origin: string): boolean => origins.includes('*') || origins.includes(origin);
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || !isForBrowsers(request.url) || !isAllowed(origin)) return;
    reply.header('access-control-allow-origin', origin).header('vary', 'origin');
    if (request.method !== 'OPTIONS') return;
    return reply
      .code(204)
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-max-age', '86400')
      .send();
  });
  // Hooks run for routes alone; an origin that is not allowed finds nothing here.
  app.options('/v1/:call', (_request, reply) => reply.callNotFound());
}

function isForBrowsers(url: string): boolean {
  return /^\/v1\/(?:identify|track|group|page|screen|alias|batch|import|[itgpsa])(?:\?|$)/.test(url);
}

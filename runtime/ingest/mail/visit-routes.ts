import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock.js';
import type { Visit } from '../../mail-events/is-machine.js';
import { isMachineClick, isMachineOpen } from '../../mail-events/is-machine.js';
import { invalidPage, pageHeaders } from './unsubscribe-page.js';
import type { LinkTokens } from './link-tokens.js';

/** One visit, not judged yet. */
export interface KeptVisit {
  readonly sendKey: string;
  readonly act: 'clicked' | 'opened';
  /** Epoch ms. */
  readonly at: number;
  /** It said so itself. */
  readonly machine: boolean;
  readonly link?: string;
}

export interface VisitDeps {
  readonly clock: Clock;
  readonly links: LinkTokens;
  keep(visit: KeptVisit): Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** One point that nobody sees. */
const picture = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/**
 * Counted links and the picture of opens. A link that is not ours leads nowhere; one of ours leads
 * on also when the visit cannot be kept, for the reader comes first.
 */
export function addVisitRoutes(app: FastifyInstance, { clock, links, keep, onError }: VisitDeps): void {
  const note = async (visit: KeptVisit): Promise<void> => {
    try {
      await keep(visit);
    } catch (error) {
      onError(error);
    }
  };

  app.get<{ Params: { token: string } }>('/c/:token', async (request, reply) => {
    const link = links.read(request.params.token);
    if (link === undefined || !isWebAddress(link.target)) return reply.code(404).headers(pageHeaders).send(invalidPage());
    const { sendKey, target } = link;
    await note({ sendKey, act: 'clicked', at: clock.now(), machine: isMachineClick(visitOf(request)), link: withoutQuery(target) });
    return reply.headers({ ...quiet, location: target }).code(302).send();
  });

  app.get<{ Params: { token: string } }>('/o/:token', async (request, reply) => {
    const link = links.read(request.params.token);
    if (link?.target === '') {
      await note({ sendKey: link.sendKey, act: 'opened', at: clock.now(), machine: isMachineOpen(visitOf(request)) });
    }
    return reply.headers({ ...quiet, 'content-type': 'image/gif' }).send(picture);
  });
}

const quiet = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' } as const;

function visitOf({ method, headers }: FastifyRequest): Visit {
  return {
    method,
    header: (name) => {
      const value = headers[name];
      return typeof value === 'string' ? value : value?.[0];
    },
  };
}

function isWebAddress(target: string): boolean {
  return /^https?:\/\//i.test(target) && URL.canParse(target);
}

/** Queries carry names and secrets; a page is known by its path. */
function withoutQuery(target: string): string {
  const { origin, pathname } = new URL(target);
  return `${origin}${pathname}`;
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { readRequestBody } from './request-body.js';
import type { WriteKeys } from './protection/write-keys.js';
import { userOfBasicAuth } from './protection/write-keys.js';

/** What came of an answer to a task. */
export type TaskAnswered =
  | { readonly kind: 'recorded' | 'same'; readonly outcome: string; readonly late: boolean }
  | { readonly kind: 'answered'; readonly outcome: string }
  | { readonly kind: 'not-an-outcome'; readonly valid: readonly string[] }
  | { readonly kind: 'unknown' };

export interface TaskDeps {
  /** Of systems that may answer tasks: never the write keys that browsers show. */
  readonly apiKeys: WriteKeys;
  answer(given: { readonly taskId: string; readonly outcome: string; readonly by?: string }): Promise<TaskAnswered>;
}

/** Names of people and of outcomes are short. */
const longestName = 255;
const bodyLimit = 16 * 1024;

/**
 * How people's answers to tasks come back from where they work. Sent again, an answer changes
 * nothing; of two different ones the first counts.
 */
export function addTaskRoutes(app: FastifyInstance, { apiKeys, answer }: TaskDeps): void {
  app.post<{ Params: { id: string } }>('/v1/tasks/:id/outcome', { bodyLimit }, async (request, reply) => {
    const user = apiKeyOf(request.headers.authorization);
    if (user === undefined || apiKeys.sourceOf(user) === undefined) return unauthorized(reply);
    const body = await readRequestBody(request.body);
    if (body.kind === 'malformed') return refused(reply, 400, body.message);
    const { outcome, by } = body.value;
    if (!isName(outcome)) return refused(reply, 400, 'The body has no text "outcome".');
    if (by !== undefined && !isName(by)) return refused(reply, 400, '"by" must be a text of at most 255 characters.');
    let answered: TaskAnswered;
    try {
      answered = await answer({ taskId: request.params.id, outcome, ...(by === undefined ? {} : { by }) });
    } catch {
      reply.header('retry-after', '5');
      return refused(reply, 503, 'The store is out of reach.');
    }
    return tell(reply, answered);
  });
}

function tell(reply: FastifyReply, answered: TaskAnswered): FastifyReply {
  switch (answered.kind) {
    case 'recorded':
    case 'same': {
      const { kind, outcome, late } = answered;
      return reply.send({ success: true, status: kind === 'same' ? 'duplicate' : 'recorded', outcome, late });
    }
    case 'answered':
      return reply
        .code(409)
        .send({ success: false, message: 'The task was answered before; the first answer counts.', outcome: answered.outcome });
    case 'not-an-outcome':
      return reply
        .code(422)
        .send({ success: false, message: `The task knows these outcomes: ${answered.valid.join(', ')}.`, outcomes: answered.valid });
    case 'unknown':
      return refused(reply, 404, 'There is no such task.');
  }
}

/** `Bearer <key>`, or the key as user name of Basic authentication. */
export function apiKeyOf(header: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? userOfBasicAuth(header);
}

function isName(value: unknown): value is string {
  // A zero character cannot be stored.
  return typeof value === 'string' && value !== '' && value.length <= longestName && !value.includes('\0');
}

export function unauthorized(reply: FastifyReply): FastifyReply {
  reply.header('www-authenticate', 'Bearer realm="api key"');
  return refused(reply, 401, 'An API key is needed: Authorization: Bearer <key>.');
}

export function refused(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ success: false, message });
}

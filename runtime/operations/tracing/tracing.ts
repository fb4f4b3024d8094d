import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { FastifyInstance } from 'fastify';

/** What a span says beside its name and its times; never who a person is. */
export type Said = Readonly<Record<string, string | number | boolean>>;

/** Spans around what one process does, for whoever watches it. */
export interface Tracing {
  /** Runs `work` within a span; `note` adds what is known only later. */
  within<T>(name: string, said: Said, work: (note: (said: Said) => void) => Promise<T>): Promise<T>;
  /** Adds to the span that is under way, which may be another's. */
  note(said: Said): void;
  /** A span for each request. To be called before the first route. */
  watch(app: FastifyInstance): void;
  /** For calls to Temporal, and for activities. */
  readonly interceptors: {
    readonly client: readonly WorkflowClientInterceptor[];
    readonly activity: readonly ActivityInterceptorsFactory[];
  };
  /** Sends what has not been sent, in bounded time. */
  stop(): Promise<void>;
}

export const noTracing: Tracing = {
  within: (_name, _said, work) => work(() => {}),
  note() {},
  watch() {},
  interceptors: { client: [], activity: [] },
  async stop() {},
};

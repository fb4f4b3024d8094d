import { realClock } from '../../../../runtime/clock.js';
import type { Service } from '../../../../runtime/service/start-service.js';
import type { ServiceOptions } from '../../../../runtime/service/service-options.js';
import { startService } from '../../../../runtime/service/start-service.js';
import { signUp, track } from './sign-up.js';
import type { Servers } from './use-servers.js';

/** The whole service in this process, on the real clock. */
export interface OpenService {
  readonly service: Service;
  /** What went wrong and is tried again, as people are told. */
  readonly errors: readonly string[];
  signUp(campaign: string, userIds: readonly string[], traits?: Readonly<Record<string, unknown>>): Promise<void>;
  track(userId: string, event: string): Promise<void>;
}

const writeKey = 'service-test';

export async function openService(
  { databaseUrl, temporal }: Servers,
  smtpPort: number,
  more: Partial<Pick<ServiceOptions, 'bounceMailbox' | 'environment' | 'inboundMail' | 'secretOf' | 'metrics' | 'payloadCodec' | 'publicUrl' | 'roles' | 'temporal'>> = {},
): Promise<OpenService> {
  const errors: string[] = [];
  const service = await startService({
    databaseUrl,
    temporal: { address: temporal.address, namespace: 'default' },
    smtp: { host: '127.0.0.1', port: smtpPort },
    clock: realClock,
    secret: 'a secret of the tests',
    writeKeys: [writeKey],
    ingest: { host: '127.0.0.1', port: 0 },
    onError: (error) => errors.push(error instanceof Error ? error.message : String(error)),
    ...more,
  });
  return {
    service,
    errors,
    signUp: (campaign, userIds, traits) =>
      signUp(service.ingestUrl, writeKey, campaign, userIds, traits === undefined ? undefined : () => traits),
    track: (userId, event) => track(service.ingestUrl, writeKey, userId, event),
  };
}

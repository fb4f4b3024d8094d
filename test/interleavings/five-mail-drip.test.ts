import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { ScriptedSmtpPeer } from '../runtime/channels/scripted-smtp-peer.js';
import { startScriptedSmtpPeer } from '../runtime/channels/scripted-smtp-peer.js';
import { enrolmentOf } from '../runtime/service/stage/enrolment-of.js';
import { openService } from '../runtime/service/stage/open-service.js';
import { until } from '../runtime/service/stage/until.js';
import { useServers } from '../runtime/service/stage/use-servers.js';

vi.setConfig({ testTimeout: 120_000 });

const recorded = fileURLToPath(new URL('../runtime/temporal/histories/five-mail-drip.json', import.meta.url));
/** Writes the history anew. One that no longer replays is first of all a break for everybody who is inside. */
const record = process.env['PERENNIAL_RECORD_HISTORY'] === '1';

const servers = useServers();
let mail: ScriptedSmtpPeer;

beforeAll(async () => {
  mail = await startScriptedSmtpPeer();
});
afterAll(() => mail?.stop());

/** What a busy machine makes a server repeat comes on top; among several leads one is spared that. */
const leads = ['drip-1', 'drip-2', 'drip-3'];

test('interleaving: 65 events for a five-mail drip', async () => {
  const { client } = servers();
  const { service, signUp } = await openService(servers(), mail.port);
  onTestFinished(() => service.stop());
  await signUp('five-mails-skip', leads);
  const histories = await Promise.all(
    leads.map(async (lead) => {
      const handle = client.workflow.getHandle(await finished(lead));
      expect(await handle.result()).toBe('finished');
      return handle.fetchHistory();
    }),
  );
  const counts = histories.map(({ events }) => events?.length ?? 0);
  console.info(`five mails: ${counts.join(', ')} events`);
  const least = Math.min(...counts);
  expect(least).toBeLessThanOrEqual(65);
  const [history] = histories.filter((_, n) => counts[n] === least);
  if (record && history !== undefined) await writeFile(recorded, `${withoutMachine(historyToJSON(history))}\n`);
});

/** The enrolment of a lead that came to the end. */
async function finished(userId: string): Promise<string> {
  const { id } = await until('the lead comes to the end', 60_000, async () => {
    const row = await enrolmentOf(servers().db, userId);
    return row?.ending === 'finished' ? row : undefined;
  });
  return id;
}

/** Workers sign with their process and the name of their machine, and name a queue after it. */
function withoutMachine(history: string): string {
  const clean: unknown = JSON.parse(history, (_key, value: unknown) =>
    typeof value === 'string' && /^\d+@/.test(value) ? 'worker' : value,
  );
  return JSON.stringify(clean, undefined, 1);
}

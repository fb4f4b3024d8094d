import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { PluginRegistry } from '../../extensions/registry.js';
import type { ActNext } from '../../leads/advance-enrolment.js';
import type { Database } from '../../store/database.js';
import { statement } from '../../store/database.js';
import { actionQueue, channelQueue } from '../../temporal/contract.js';

/** Within what times an action is tried; those of an ordinary one where no plug-in has it: its step fails at once. */
export function actTimes({ actions }: PluginRegistry, action: string): Pick<ActNext, 'attemptMs' | 'firstMs' | 'mostMs'> {
  const manifest = actions.get(action)?.manifest;
  const { attemptMs } = manifest?.timeouts ?? { attemptMs: 10_000 };
  const { firstMs, mostMs } = manifest?.retry ?? { firstMs: 1_000, mostMs: 300_000 };
  return { attemptMs, firstMs, mostMs };
}

/** The queues a worker takes on from the start: of channels in force, and of what still waits. */
export async function queuesInForce(db: Database, { channels = {}, plugins = [] }: Partial<WorkspacePlan> = {}): Promise<readonly string[]> {
  const [open] = await db.query(waiting);
  const names = [...Object.keys(channels), ...(open?.channels ?? [])];
  const acts = plugins.length > 0 || (open?.actions ?? false);
  return [...new Set(names.map(channelQueue)), ...(acts ? [actionQueue] : [])];
}

/** Whether some channel tells another system of tasks. */
export function tellsTasks({ channels = {} }: Partial<WorkspacePlan> = {}): boolean {
  return Object.values(channels).some(({ kind, settings }) => kind === 'task' && ('url' in settings || 'url_secret' in settings));
}

const waiting = statement<{ channels: readonly string[]; actions: boolean }>(
  'what-waits',
  `select coalesce((select json_agg(distinct channel) from claims where state in ('claimed', 'under_way')), '[]') as channels,
     exists (select from actions where state = 'open') as actions`,
);

import type { Clock } from '../../clock.js';
import type { Database } from '../../store/database.js';
import { everyCampaign, sayControl } from '../../store/edits/controls.js';
import type { Incarnation } from '../../store/incarnation.js';
import { beatIncarnation, readIncarnation } from '../../store/incarnation.js';
import type { Memory } from '../../temporal/memory.js';

export interface IncarnationWatch {
  stop(): Promise<void>;
}

/** How often the database counts up and Temporal is told. */
const beatMs = 60_000;
/** Where a server is away, the last beat is given up; ms. */
const stopLimitMs = 3_000;

/**
 * Looks whether this is still the database that everything else remembers, and goes on looking.
 * Where commits are missing nobody can know what was sent meanwhile: everything is held, until
 * `perennial recover` says what was lost.
 *
 * @throws when the database or Temporal are out of reach at the first look
 */
export async function watchIncarnation(
  deps: { readonly db: Database; readonly memory: Memory; readonly clock: Clock },
  onError: (error: unknown) => void,
): Promise<IncarnationWatch> {
  const { db, memory, clock } = deps;
  let last = await look(deps, undefined, onError);
  const beat = async (): Promise<void> => {
    last = await look(deps, last, onError);
  };
  const timer = setInterval(() => void beat().catch(onError), beatMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      // A clean end is remembered to the last beat.
      const lastBeat = async (): Promise<void> => {
        const { id, beat: latest } = await beatIncarnation(db, clock.now());
        await memory.remember(id, latest);
      };
      await Promise.race([lastBeat(), new Promise((resolve) => setTimeout(resolve, stopLimitMs).unref())]);
    },
  };
}

async function look(
  { db, memory, clock }: { readonly db: Database; readonly memory: Memory; readonly clock: Clock },
  last: Incarnation | undefined,
  onError: (error: unknown) => void,
): Promise<Incarnation> {
  const now = await readIncarnation(db);
  const known = last?.id === now.id ? Math.max(last.beat, (await memory.recall(now.id)) ?? 0) : await memory.recall(now.id);
  const lost = whatIsLost(now, known);
  if (lost !== undefined) {
    const control = { campaign: everyCampaign, state: 'held', saidBy: 'recovery', reason: lost, since: clock.now() } as const;
    if (await sayControl(db, control)) onError(new Error(`Everything is held: ${lost}. Say what was lost: perennial recover --help`));
    return now;
  }
  const beaten = await beatIncarnation(db, clock.now());
  await memory.remember(beaten.id, beaten.beat);
  return beaten;
}

function whatIsLost({ server, here, beat }: Incarnation, known: number | undefined): string | undefined {
  if (known !== undefined && known > beat) return 'the database is an older one than Temporal remembers';
  if (server !== null && server !== here) return 'the database was restored, or a standby took over';
  return undefined;
}

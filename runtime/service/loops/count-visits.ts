import { createHash } from 'node:crypto';
import type { KeptVisit } from '../../ingest/mail/visit-routes.js';
import type { LeadDesk } from '../../leads/lead-lock.js';
import { judgeVisits } from '../../leads/mail/judge-visits.js';
import type { Database } from '../../store/database.js';
import { storeMessageEvents } from '../../store/facts/message-events.js';
import { keepUnjudged } from '../../store/facts/visits.js';
import { startWorkLoop } from '../../work-loop.js';
import type { WorkLoop } from '../../work-loop.js';

/** The same within this time is one visit; ms. */
const sameMs = { clicked: 1_000, opened: 60_000 } as const;

/** Keeps a visit: of a program at once, else until it is judged. */
export async function keepVisit(db: Database, { machine, ...visit }: KeptVisit): Promise<void> {
  const { sendKey, act, at, link } = visit;
  const same = JSON.stringify([sendKey, act, link, machine, Math.floor(at / sameMs[act])]);
  const dedupKey = createHash('sha256').update(same).digest('hex');
  if (machine) await storeMessageEvents(db, [{ ...visit, machine, source: 'link', dedupKey }]);
  else await keepUnjudged(db, { ...visit, dedupKey });
}

const everyMs = 2_000;

/** Judges visits as they come; asks nothing of the store where no links are counted. */
export function startJudge(
  desk: LeadDesk,
  deps: { isAsked(): boolean; onError(error: unknown): void; onJudged(): void },
): WorkLoop {
  const turn = async (): Promise<boolean> => {
    if (deps.isAsked() && (await judgeVisits(desk, desk.clock.now())) > 0) deps.onJudged();
    return false;
  };
  return startWorkLoop(turn, { pauseMs: everyMs, onError: deps.onError, restsFirst: true });
}

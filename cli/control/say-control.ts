import { resolve } from 'node:path';
import { realClock } from '../../runtime/clock.js';
import type { Database } from '../../runtime/store/database.js';
import { countControlled, everyCampaign, readControls, sayControl } from '../../runtime/store/edits/controls.js';
import { campaignNames } from '../../runtime/store/releases.js';
import { closest } from '../../grammar/did-you-mean.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode, UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { withStore } from '../local/open-store.js';
import { printTable } from '../print/table.js';

export interface Named {
  /** The campaign that was named, `*` with `--all`. */
  readonly campaign: string;
  readonly root: string;
}

/** What was typed: a campaign or `--all`, and the repository. */
export function namedOf(host: Host, command: string, typed: readonly (string | undefined)[], all: boolean): Named {
  const words = typed.filter((word) => word !== undefined);
  const [campaign, folder = '.', ...rest] = all ? [everyCampaign, ...words] : words;
  if (campaign === undefined) throw new UsageError(`Name a campaign, or all of them.`, `Type: perennial ${command} <campaign>, or: perennial ${command} --all`);
  if (rest.length > 0) throw new UsageError(`Too many arguments for "${command}".`, `See: perennial ${command} --help`);
  return { campaign, root: resolve(host.cwd, folder) };
}

/** @throws UsageError where it was never applied */
export async function demandCampaign(db: Database, campaign: string): Promise<void> {
  if (campaign === everyCampaign) return;
  const names = await campaignNames(db);
  if (names.includes(campaign)) return;
  const [near] = closest(campaign, names, 1);
  throw new UsageError(
    `No campaign "${campaign}" was ever applied.`,
    near === undefined ? 'See which there are: perennial status' : `Did you mean "${near}"?`,
  );
}

export interface Saying {
  readonly reason: string;
  readonly dryRun: boolean;
}

/** Holds or stops, with the numbers first. */
export async function sayTo(
  host: Host,
  { campaign, root }: Named,
  state: 'held' | 'stopped',
  { reason, dryRun }: Saying,
): Promise<ExitCode> {
  const command = state === 'held' ? 'hold' : 'stop';
  return withStore(host, root, { command, create: false }, async (db) => {
    await demandCampaign(db, campaign);
    const now = realClock.now();
    await printInside(host, db, campaign, now);
    if (dryRun) {
      host.err('This was a dry run; nothing was changed.');
      return exitCode.clean;
    }
    const changed = await sayControl(db, { campaign, state, saidBy: 'operator', reason, since: now });
    const what = campaign === everyCampaign ? 'All campaigns are' : `"${campaign}" is`;
    host.err(changed ? `${what} ${state} from now on.` : `${what} ${(await readControls(db)).find((one) => one.campaign === campaign)?.state ?? state} already.`);
    return exitCode.clean;
  });
}

/** Who is inside, as a table. */
export async function printInside(host: Host, db: Database, campaign: string, now: number): Promise<number> {
  const counts = await countControlled(db, campaign, now);
  if (counts.length === 0) host.out('Nobody is inside.');
  else {
    host.out(
      printTable(
        ['campaign', 'inside', 'held', 'due within a day', 'decided, not sent'].map((title, index) => ({
          title,
          align: index === 0 ? 'left' : 'right',
        })),
        counts.map((one) => [one.campaign, String(one.inside), String(one.held), String(one.dueInDay), String(one.claimed)]),
      ),
    );
  }
  return counts.reduce((sum, { held }) => sum + held, 0);
}

import { resolve } from 'node:path';
import { realClock } from '../../runtime/clock.js';
import { countEntering } from '../../runtime/service/count-entering.js';
import type { CampaignChange } from '../../runtime/store/releases.js';
import { applyRelease, compareRelease } from '../../runtime/store/releases.js';
import { countForgettable } from '../../runtime/store/facts/idle-leads.js';
import { noteEnvironment } from '../../runtime/store/incarnation.js';
import type { CommandModule } from './command.js';
import { compileRepository } from '../compile-repository.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode } from '../exit-code.js';
import type { Host } from '../host.js';
import { confirmed } from '../control/confirm.js';
import { demandEnvironment } from '../control/environment.js';
import { enteringAtOnce, printEntering } from '../control/entering-leads.js';
import { movedForGood, printStanding } from '../control/standing-leads.js';
import { withStore } from '../local/open-store.js';
import { counted } from '../print/counted.js';
import { forgettableInWords } from '../print/forgettable.js';

export const applyCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('apply')
      .summary('put the campaigns into force')
      .description(
        'Checks the repository and installs it in one transaction: all of it, or with any error nothing. ' +
          'Leads who are inside stay on the structure they entered with, unless "in_flight" says otherwise; new mails ' +
          'reach everyone not yet sent. Shows who is inside and what becomes of them, and who would enter at once.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--dry-run', 'say what would change, change nothing')
      .option('--environment <name>', 'the environment this database belongs to; serve keeps to it')
      .option('--yes', 'do not ask before leads enter at once, are moved or sent home')
      .addHelpText('after', '\nExamples:\n  perennial apply --dry-run\n  perennial apply my-campaigns\n  perennial apply my-campaigns --yes')
      .action((folder: string, options: ApplyOptions) =>
        run(applyFolder(host, folder, options)),
      );
  },
};

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly environment?: string;
}

/** Applies the folder to the database that runs, or to the embedded one. */
export async function applyFolder(
  host: Host,
  folder: string,
  { dryRun = false, yes = false, environment }: ApplyOptions = {},
): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  const release = await compileRepository(host, root, 'apply');
  if (release === undefined) {
    host.err('Nothing was applied.');
    return exitCode.problems;
  }
  if (environment !== undefined) demandEnvironment(environment, Object.keys(release.workspace.environments ?? {}));
  return withStore(host, root, { command: 'apply', create: true }, async (db) => {
    const { campaigns } = await compareRelease(db, release);
    for (const { name, change, was } of campaigns) {
      host.out(`${inWords[change].padEnd(12)} ${name}${was === undefined ? '' : `, was ${was}`}`);
    }
    const standing = printStanding(campaigns);
    if (standing !== '') host.out(`\n${standing}`);
    const entering = await countEntering(db, release, realClock.now());
    if (entering.length > 0) host.out(`\n${printEntering(entering)}`);
    const forgettable = (await countForgettable(db, release.workspace, realClock.now())) ?? 0;
    if (forgettable > 0) host.out(`\n${forgettableInWords(forgettable)}`);
    if (dryRun) {
      host.err('This was a dry run; nothing was applied.');
      return exitCode.clean;
    }
    const moved = movedForGood(campaigns);
    const what = `${counted(moved, 'lead')} ${moved === 1 ? 'is' : 'are'} moved or sent home for good.`;
    const go = `perennial apply ${folder} --yes`;
    if (moved > 0 && !yes && !(await confirmed(host, what, go))) return exitCode.problems;
    const comers = enteringAtOnce(entering);
    const crowd = `${counted(comers, 'lead')} ${comers === 1 ? 'enters' : 'enter'} the moment this is in force.`;
    if (comers > 0 && !yes && !(await confirmed(host, crowd, go))) return exitCode.problems;
    await applyRelease(db, release, realClock.now());
    if (environment !== undefined) await noteEnvironment(db, environment);
    host.err('Applied.');
    return exitCode.clean;
  });
}

const inWords: Record<CampaignChange, string> = {
  new: 'new',
  changed: 'changed',
  content: 'new mails',
  same: 'unchanged',
  retired: 'retired',
  renamed: 'renamed',
};

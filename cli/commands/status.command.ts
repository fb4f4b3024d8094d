import { resolve } from 'node:path';
import { isRunning, readState } from '../../runtime/servers/state-file.js';
import type { ControlRow } from '../../runtime/store/edits/controls.js';
import { everyCampaign, readControls } from '../../runtime/store/edits/controls.js';
import { realClock } from '../../runtime/clock.js';
import { countForgettable } from '../../runtime/store/facts/idle-leads.js';
import { loadRelease } from '../../runtime/store/releases.js';
import { summarise } from '../../runtime/store/reports/summary.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode } from '../exit-code.js';
import { formatNamed, prettyOrJson } from '../format.js';
import type { Host } from '../host.js';
import { withStore } from '../local/open-store.js';
import { counted } from '../print/counted.js';
import { forgettableInWords } from '../print/forgettable.js';
import { printCampaigns, printReady } from '../print/summary.js';

export const statusCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('status')
      .summary('what runs, and where the leads stand')
      .description('Says whether the repository runs, where its leads stand in each campaign, and who is SDR-ready.')
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--format <format>', 'how to print: pretty, json', 'pretty')
      .addHelpText('after', '\nExamples:\n  perennial status\n  perennial status my-campaigns --format json')
      .action((folder: string, options: { format: string }) => 
        run(showStatus(host, folder, formatNamed(options.format, prettyOrJson) === 'json')),
      );
  },
};

export async function showStatus(host: Host, folder: string, asJson: boolean): Promise<ExitCode> {
  const root = resolve(host.cwd, folder);
  const state = readState(root);
  const running = state !== undefined && isRunning(state) ? state : undefined;
  return withStore(host, root, { command: 'status', create: false }, async (db) => {
    const summary = await summarise(db);
    const controls = await readControls(db);
    const release = await loadRelease(db);
    const forgettable = release === undefined ? undefined : await countForgettable(db, release.workspace, realClock.now());
    if (asJson) {
      host.out(JSON.stringify({ version: 1, running: running !== undefined, ...summary, controls, ...(forgettable === undefined ? {} : { forgettable }) }, null, 2));
      return exitCode.clean;
    }
    const { totals } = summary;
    host.out(
      running === undefined
        ? 'Not running.'
        : [
            'Running:',
            `  ingest    ${running.ingestUrl ?? 'none'}   write key ${running.writeKey ?? 'none'}`,
            `  Temporal  ${running.temporalUi ?? running.temporalAddress}`,
          ].join('\n'),
    );
    host.out(
      `\n${counted(totals.leads, 'lead')}, ${counted(totals.events, 'event')}, ` +
        `${totals.inside} of ${counted(totals.enrolments, 'enrolment')} open, ` +
        `${counted(totals.sent, 'mail')} sent, ${counted(totals.tasks, 'task')}\n`,
    );
    if (forgettable !== undefined && forgettable > 0) host.out(`${forgettableInWords(forgettable)}\n`);
    for (const one of controls) host.out(`${controlInWords(one)}\n`);
    if (summary.campaigns.length > 0) host.out(printCampaigns(summary, host.color.out));
    if (summary.ready.length > 0) {
      const zone = release?.workspace.zone ?? 'UTC';
      host.out(`\nSDR-ready (times in ${zone}):\n${printReady(summary.ready, zone, host.color.out)}`);
    }
    return exitCode.clean;
  });
}

function controlInWords({ campaign, state, reason, saidBy }: ControlRow): string {
  const what = campaign === everyCampaign ? 'All campaigns are' : `${campaign} is`;
  const next = saidBy === 'recovery' ? 'recover' : campaign === everyCampaign ? 'resume --all' : `resume ${campaign}`;
  return `${what} ${state}: ${reason}. That ends with: perennial ${next}`;
}

import { join, resolve } from 'node:path';
import pc from 'picocolors';
import { printTimeline } from '../print/timeline.js';
import { printCampaigns, printReady, pointsByRule, skippedOf } from '../print/summary.js';
import { timelineOf } from '../../runtime/store/reports/timeline.js';
import type { Summary } from '../../runtime/store/reports/summary.js';
import { reasonsOf } from '../../runtime/store/reports/summary.js';
import type { CommandModule } from './command.js';
import { compileRepository } from '../compile-repository.js';
import { allShows } from '../demo/all-shows.js';
import type { Played } from '../demo/play.js';
import type { Show } from '../demo/show.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode, UsageError } from '../exit-code.js';
import { formatNamed, prettyOrJson } from '../format.js';
import type { Host } from '../host.js';
import { listenForInterrupt } from '../local/until-interrupted.js';
import { packageRoot } from '../package-root.js';

export const demoCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('demo')
      .summary('watch it work: months of leads in a few minutes')
      .description(
        'Starts real servers on this machine, plays leads through months of virtual time, and says what happened.\n' +
          '  saas   200 invented leads of a document service through ninety days\n' +
          '  shop   the real orders of 512 customers, compared with a second computation',
      )
      .argument('[show]', 'saas or shop', 'saas')
      .option('--format <format>', `how to print: ${prettyOrJson.join(', ')}`, 'pretty')
      .option('--seed <number>', 'of the invented story', '1')
      .option('--leads <number>', 'only so many leads: a shorter play')
      .option('--repository <folder>', "play a changed copy of the show's campaigns")
      .option('--keep', 'stay at the end, with the Temporal UI, until Ctrl-C; keep what was stored')
      .addHelpText('after', '\nExamples:\n  npm run demo\n  npm run demo -- shop\n  npm run demo -- --keep')
      .action((show: string, options: Options) => run(demo(host, show, options)));
  },
};

interface Options {
  readonly format: string;
  readonly seed: string;
  readonly leads?: string;
  readonly repository?: string;
  readonly keep?: boolean;
}

/** Servers of a play are ended by force after this time; what they stored is thrown away in any case. */
const stopLimitMs = 6_000;

/** Exit status 1 when the play's own comparison finds a difference. */
export async function demo(host: Host, name: string, options: Options): Promise<ExitCode> {
  const asJson = formatNamed(options.format, prettyOrJson) === 'json';
  const keep = options.keep === true;
  const show = showNamed(name, options);
  const own = options.repository;
  const root = own === undefined ? join(packageRoot(), show.folder) : resolve(host.cwd, own);
  const place = own ?? show.folder;
  const interrupt = listenForInterrupt(stopLimitMs);
  const { signal } = interrupt;
  let holds = true;
  try {
    const release = await compileRepository(host, root, `demo ${name} --repository`);
    if (release === undefined) {
      host.err('The campaigns have errors; nothing was played.');
      return exitCode.problems;
    }
    signal.throwIfAborted();
    // Only now: its libraries take a second to load, and neither help nor an error needs them.
    const { play } = await import('../demo/play.js');
    await play(host, {
      show,
      root,
      release,
      keep,
      signal,
      async curtain(played, db, stage) {
        holds = played.proof?.holds ?? true;
        const reasons = await reasonsOf(db);
        if (asJson) host.out(JSON.stringify(asData(played, reasons), null, 2));
        else {
          host.out(printPlayed(played, release.workspace.zone, host.color.out));
          const star = starOf(played.summary);
          const timeline = star === undefined ? undefined : await timelineOf(db, star);
          if (timeline !== undefined) {
            host.out(`\n${printTimeline(timeline, release.workspace.zone, host.color.out)}`);
          }
        }
        if (!keep) {
          host.err('\nRun it with --keep to look around: the Temporal UI, perennial status, lead and inbox.');
          return;
        }
        host.err(
          [
            '',
            `Temporal UI   ${stage.temporalUi ?? stage.temporalAddress}`,
            `More leads    npm run -s perennial -- lead <user-id> ${place}`,
            `Mails         npm run -s perennial -- inbox ${place}`,
            'Ctrl-C ends it.',
          ].join('\n'),
        );
        await interrupt.happened;
      },
    });
    return holds ? exitCode.clean : exitCode.problems;
  } catch (error) {
    if (!signal.aborted) throw error;
    host.err('Interrupted; everything was stopped.');
    return exitCode.interrupted;
  } finally {
    interrupt.release();
  }
}

function printPlayed({ summary, inbox, proof, seconds }: Played, zone: string, color: boolean): string {
  const paint = pc.createColors(color);
  const { totals, ready, duplicates } = summary;
  const head =
    `${totals.leads} leads, ${totals.events} events, ${totals.sent} mails sent, ${inbox.mails} in the inbox, ` +
    `${duplicates.length + inbox.mails - inbox.messageIds} twice; ${Math.round(seconds)} seconds.`;
  return [
    paint.bold(head),
    '',
    printCampaigns(summary, color),
    ...(ready.length === 0 ? [] : ['', paint.bold(`${ready.length} leads became SDR-ready`) + ` (times in ${zone}):`, printReady(ready, zone, color)]),
    ...(proof === undefined ? [] : ['', ...proof.lines]),
  ].join('\n');
}

function asData(
  { summary, inbox, proof, seconds }: Played,
  reasons: readonly { kind: string; reason: string; times: number }[],
): unknown {
  return {
    version: 1,
    campaigns: summary.campaigns.map((campaign) => ({
      name: campaign.campaign,
      entered: campaign.entered,
      inside: campaign.inside,
      sent: campaign.sent,
      skipped: skippedOf(campaign),
      left: campaign.left + campaign.late,
      goal: campaign.goal,
      finished: campaign.finished,
      waiting: campaign.waiting,
    })),
    inbox: inbox.mails,
    duplicates: summary.duplicates.length + inbox.mails - inbox.messageIds,
    sdrReady: summary.ready.length,
    reasons,
    ready: summary.ready.map(({ userId, fit, pain, ledger }) => ({ userId, fit, pain, points: pointsByRule(ledger) })),
    seconds: Math.round(seconds),
    ...proof?.facts,
  };
}

/** The lead worth telling about: an SDR-ready one, with the most behind the score. */
function starOf({ ready }: Summary): string | undefined {
  return [...ready].sort((first, second) => second.ledger.length - first.ledger.length)[0]?.userId;
}

function showNamed(name: string, { seed, leads }: Options): Show {
  const create = Object.hasOwn(allShows, name) ? allShows[name] : undefined;
  if (create === undefined) {
    throw new UsageError(`There is no show "${name}".`, `Type: perennial demo ${Object.keys(allShows).join(', or: perennial demo ')}`);
  }
  return create({
    seed: wholeNumber('--seed', seed, 0),
    ...(leads === undefined ? {} : { leads: wholeNumber('--leads', leads, 1) }),
  });
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least) return number;
  throw new UsageError(`${option} is "${text}"; a whole number from ${least} on is wanted.`, 'See: perennial demo --help');
}

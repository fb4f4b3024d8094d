import { loadavg } from 'node:os';
import { parseDocument } from 'yaml';
import { check } from '../../compiler/check.js';
import { createChecker } from '../../compiler/checker.js';
import { createTemplateCache } from '../../compiler/templates/template-cache.js';
import type { TemplateCache } from '../../compiler/templates/template-cache.js';
import type { Source } from '../../grammar/span.js';
import type { Result } from '../bench.js';
import { editedCampaign, madeRepository } from './made-repository.js';
import { fewest, median, rounded, timed } from './rounds.js';

/** One round more than is counted, for the engine to get to know the code. */
const rounds = 6;
const largeRounds = 3;
const editsPerRound = 5;
/** On a machine with much else to do: then fewer rounds are counted, but at least one. */
const longestMs = 120_000;

/**
 * A whole check against `parseDocument` of the YAML library on the same files, ten times as many campaigns, and one edit.
 *
 * All of them in each round, and of each the fastest round: what else the machine does slows any of them, and makes
 * none faster.
 */
export async function measureChecks(progress: (line: string) => void): Promise<readonly Result[]> {
  const templateCache = await warmTemplates();
  const thousand = madeRepository(1_000);
  const edit = await editing(thousand, templateCache);
  const [yamls, checks, rechecks]: [number[], number[], number[]] = [[], [], []];
  await inTime(rounds, async (round) => {
    const yamlMs = await timed(() => parseAll(thousand));
    const checkMs = await timed(() => checkedWhole(thousand, templateCache));
    const editsMs: number[] = [];
    for (let turn = 0; turn < editsPerRound; turn += 1) editsMs.push(await edit());
    progress(`check-1000: ${shown(checkMs)}, the yaml package alone ${shown(yamlMs)}; rechecks ${editsMs.map(shown).join(', ')}; load ${loadavg()[0]?.toFixed(1)}`);
    if (round === 0) return;
    yamls.push(yamlMs);
    checks.push(checkMs);
    rechecks.push(median(editsMs));
  });
  const tenThousand = madeRepository(10_000);
  const [smalls, larges]: [number[], number[]] = [[], []];
  await inTime(largeRounds, async (round) => {
    const checkMs = await timed(() => checkedWhole(thousand, templateCache));
    const largeMs = await timed(() => checkedWhole(tenThousand, templateCache));
    progress(`check-10000: ${shown(largeMs)}, check-1000: ${shown(checkMs)}; load ${loadavg()[0]?.toFixed(1)}`);
    if (round === 0) return;
    smalls.push(checkMs);
    larges.push(largeMs / 10);
  });
  return [
    result('check-1000', 'ms', checks, yamls),
    result('check-10000', 'ms per 1000 campaigns', larges, smalls),
    result('recheck', 'ms', rechecks, checks),
  ];
}

/** Both were measured in the same rounds. */
function result(name: string, unit: string, times: readonly number[], yardstick: readonly number[]): Result {
  return { name, value: rounded(fewest(times)), unit, ratio: rounded(fewest(times) / fewest(yardstick)) };
}

async function inTime(most: number, round: (index: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  for (let index = 0; index < most; index += 1) {
    if (index > 1 && performance.now() - began > longestMs) return;
    await round(index);
  }
}

function shown(ms: number): string {
  return `${ms.toFixed(0)} ms`;
}

/** Each time another campaign is edited; yields how long its check takes. */
async function editing(sources: readonly Source[], templateCache: TemplateCache): Promise<() => Promise<number>> {
  const checker = createChecker(templateCache);
  await checker.check(sources);
  let turn = 0;
  return async () => {
    const path = `campaigns/campaign-${(turn * 61) % 1_000}.yaml`;
    const edited = sources.map((source) => (source.path === path ? editedCampaign(source, turn) : source));
    turn += 1;
    return timed(() => checker.check(edited));
  };
}

function parseAll(sources: readonly Source[]): void {
  for (const { path, text } of sources) if (path.endsWith('.yaml')) parseDocument(text);
}

async function checkedWhole(sources: readonly Source[], templateCache: TemplateCache): Promise<void> {
  const { summary, diagnostics } = await check(sources, { templateCache });
  if (summary.errors > 0) throw new Error(`the made repository does not check: ${diagnostics[0]?.message}`);
}

/** What compiling templates gives is taken as known: every template answers with the result of one. */
async function warmTemplates(): Promise<TemplateCache> {
  const made = createTemplateCache();
  let one: ReturnType<TemplateCache['get']>;
  await check(madeRepository(1), {
    templateCache: {
      get: (hash) => made.get(hash),
      set(hash, result) {
        made.set(hash, result);
        if (result.value !== undefined) one = result;
      },
    },
  });
  return { get: () => one, set: () => {} };
}

import { parseDocument } from 'yaml';
import { check } from '../../compiler/check.js';
import { createChecker } from '../../compiler/checker.js';
import { createTemplateCache } from '../../compiler/templates/template-cache.js';
import type { TemplateCache } from '../../compiler/templates/template-cache.js';
import type { Source } from '../../grammar/span.js';
import type { Result } from '../bench.js';
import { editedCampaign, madeRepository } from './made-repository.js';
import { median, rounded, timed } from './rounds.js';

const rounds = 3;
const edits = 9;

/** A whole check against `parseDocument` of the YAML library on the same files, ten times as many campaigns, and one edit. */
export async function measureChecks(progress: (line: string) => void): Promise<readonly Result[]> {
  const templateCache = await warmTemplates();
  const thousand = madeRepository(1_000);
  const checks: number[] = [];
  const ratios: number[] = [];
  // One round more than is counted, for the engine to get to know the code.
  for (let round = 0; round <= rounds; round += 1) {
    const yamlMs = await timed(() => parseAll(thousand));
    const checkMs = await timed(() => checkedWhole(thousand, templateCache));
    progress(`check-1000: ${checkMs.toFixed(0)} ms, the yaml package alone ${yamlMs.toFixed(0)} ms: ${(checkMs / yamlMs).toFixed(2)}`);
    if (round === 0) continue;
    checks.push(checkMs);
    ratios.push(checkMs / yamlMs);
  }
  const checkMs = median(checks);
  const recheckMs = await measureRecheck(thousand, templateCache, progress);
  const tenThousand = madeRepository(10_000);
  const largeMs = await timed(() => checkedWhole(tenThousand, templateCache));
  progress(`check-10000: ${largeMs.toFixed(0)} ms: ${(largeMs / 10 / checkMs).toFixed(2)}`);
  return [
    { name: 'check-1000', value: rounded(checkMs), unit: 'ms', ratio: rounded(median(ratios)) },
    { name: 'check-10000', value: rounded(largeMs / 10_000), unit: 'ms/campaign', ratio: rounded(largeMs / 10 / checkMs) },
    { name: 'recheck', value: rounded(recheckMs), unit: 'ms', ratio: rounded(recheckMs / checkMs) },
  ];
}

async function measureRecheck(
  sources: readonly Source[],
  templateCache: TemplateCache,
  progress: (line: string) => void,
): Promise<number> {
  const checker = createChecker(templateCache);
  const firstMs = await timed(() => checker.check(sources));
  const times: number[] = [];
  for (let turn = 0; turn < edits; turn += 1) {
    const path = `campaigns/campaign-${turn * 61}.yaml`;
    const edited = sources.map((source) => (source.path === path ? editedCampaign(source, turn) : source));
    times.push(await timed(() => checker.check(edited)));
  }
  progress(`recheck: ${times.map((ms) => ms.toFixed(0)).join(', ')} ms; at first ${firstMs.toFixed(0)} ms`);
  return median(times);
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

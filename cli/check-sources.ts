import type { CheckResult } from '../compiler/check.js';
import type { Source } from '../grammar/span.js';
import { openTemplateFile } from './local/template-file.js';
import { readAssets } from './read-assets.js';

/** Checks a repository's files with the mails that earlier runs compiled. */
export async function checkSources(root: string, sources: readonly Source[]): Promise<CheckResult> {
  // Only now: it takes a second to load, and help does not need it.
  const { check } = await import('../compiler/check.js');
  const templateCache = openTemplateFile(root);
  const result = await check(sources, { templateCache, assets: await readAssets(root) });
  templateCache.save();
  return result;
}

import type { Report } from '../../grammar/diagnostics/code.js';
import { closest } from '../../grammar/did-you-mean.js';
import type { Span } from '../../grammar/span.js';
import type { AssetTable } from './assets.js';
import type { templateCodes } from './template-codes.js';

/** The file is there, so that nobody finds out by a hole in a mail. */
export function checkAssetPath(
  value: string,
  span: Span,
  { files }: AssetTable,
  report: Report<typeof templateCodes>,
): void {
  const path = value.trim();
  if (files === undefined || files.has(path)) return;
  // Its address is made of the file's content, so the file has to be known before a lead is.
  const chosen = path.includes('{');
  const [near] = chosen ? [] : closest(path, files.keys(), 1);
  const fix = near === undefined ? [] : [{ title: `write ${near}`, safety: 'unsafe' as const, edits: [{ span, text: near }] }];
  report('C7147', span, { path, near, known: true }, { fixes: fix });
}

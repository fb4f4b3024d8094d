import type { Report } from '../../../grammar/diagnostics/code.js';
import { closest } from '../../../grammar/did-you-mean.js';
import type { Source } from '../../../grammar/span.js';
import type { TemplateFiles } from '../../project.js';
import type { Asset } from '../assets.js';
import { assetsNamedIn } from '../assets.js';
import type { TemplateFileCodes } from '../codes/template-file-codes.js';

const tooLarge = 1_000_000;

/** Every asset is shown somewhere, can be loaded in time, and has an address. */
export function checkAssets(
  assets: readonly Asset[],
  served: boolean,
  templates: ReadonlyMap<string, TemplateFiles>,
  report: Report<TemplateFileCodes>,
): void {
  const named = new Map<string, Source>();
  for (const source of sourcesOf(templates)) {
    for (const path of assetsNamedIn(source.text)) if (!named.has(path)) named.set(path, source);
  }
  const known = new Set(assets.map(({ path }) => path));
  // Where a name is misspelt, that is the mistake, and not the file it means.
  const meant = new Set([...named.keys()].flatMap((path) => (known.has(path) ? [] : closest(path, known, 1))));
  for (const { path, bytes } of assets) {
    const place = { file: path, start: 0, end: 0 };
    if (!named.has(path) && !meant.has(path)) report('C7207', place, { path });
    if (bytes > tooLarge && /\.(?:png|jpe?g|gif|webp|svg|avif)$/i.test(path)) report('C7208', place, { path, bytes });
  }
  if (served) return;
  const [first] = [...named].filter(([path]) => known.has(path));
  if (first === undefined) return;
  const [path, { path: file, text }] = first;
  const start = text.indexOf(path);
  report('C7210', { file, start, end: start + path.length }, { path });
}

function sourcesOf(templates: ReadonlyMap<string, TemplateFiles>): readonly Source[] {
  return [...templates.values()].flatMap(({ mjml, alternatives }) =>
    [mjml, ...alternatives.map((one) => one.mjml)].flatMap((source) => source ?? []),
  );
}

import { classify } from '../compiler/project.js';
import type { Source } from '../grammar/span.js';
import type { Host } from './host.js';

/** Names the files that lie among the campaigns and are none: a `.yml`, a folder too deep. */
export function tellLeftOut(host: Host, sources: readonly Source[]): void {
  const { workspace, schemas, scorings, campaigns, segments, lists, templates, tests } = classify(sources);
  const messages = [...templates.values()].flatMap(({ mjml, text, alternatives, refused }) => [
    mjml,
    text,
    ...alternatives.flatMap((one) => [one.mjml, one.text]),
    ...refused.map(({ source }) => source),
  ]);
  const read = new Set([workspace, ...schemas, ...scorings, ...campaigns, ...segments, ...lists, ...messages, ...tests]);
  // Of plug-ins come JSON files alone, and they are read where perennial.yaml names them.
  const left = sources.filter((source) => !read.has(source) && !source.path.endsWith('.json'));
  if (left.length === 0) return;
  for (const { path } of left) host.err(`Left out: ${path}`);
  host.err(
    'What is read: perennial.yaml, schema/*.yaml, segments/*.yaml, lists/*.csv, scoring/*.yaml, campaigns/*.yaml, ' +
      'tests/*.test.yaml (or .segments, .scoring, .campaign, .tests), templates/<campaign>/*.mjml and *.txt.',
  );
}

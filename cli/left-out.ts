import { classify } from '../compiler/project.js';
import type { Source } from '../grammar/span.js';
import type { Host } from './host.js';

/** Names the files that lie among the campaigns and are none: a `.yml`, a folder too deep. */
export function tellLeftOut(host: Host, sources: readonly Source[]): void {
  const { workspace, schemas, scorings, campaigns, templates, tests } = classify(sources);
  const messages = [...templates.values()].flatMap(({ mjml, text }) => [mjml, text]);
  const read = new Set([workspace, ...schemas, ...scorings, ...campaigns, ...messages, ...tests]);
  const left = sources.filter((source) => !read.has(source));
  if (left.length === 0) return;
  for (const { path } of left) host.err(`Left out: ${path}`);
  host.err(
    'What is read: perennial.yaml, schema/*.yaml, scoring/*.yaml, campaigns/*.yaml, tests/*.test.yaml, ' +
      'templates/<campaign>/*.mjml and *.txt.',
  );
}

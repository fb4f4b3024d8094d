import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { Source } from '../../grammar/span.js';
import { campaignNameOf, classify } from '../project.js';
import { readProject } from '../read-project.js';
import type { Around } from './around.js';
import { aroundOf } from './around.js';

export type FoundCampaign =
  | {
      readonly kind: 'found';
      readonly campaign: CampaignAst;
      readonly around: Around;
      readonly path: string;
      /** Otherwise parts of it could not be read, and are missing in what is said of it. */
      readonly clean: boolean;
    }
  /** The file named after it is there and is no campaign that anybody can read. */
  | { readonly kind: 'unreadable'; readonly path: string }
  | { readonly kind: 'unknown'; readonly names: readonly string[] };

/** The campaign of that name in a repository; it is read and not checked. */
export function findCampaign(sources: readonly Source[], name: string): FoundCampaign {
  const project = classify(sources);
  const read = readProject(project);
  const found = read.campaigns.find(({ ast }) => ast.name.value === name);
  if (found !== undefined) {
    return { kind: 'found', campaign: found.ast, around: aroundOf(read), path: found.source.path, clean: found.clean };
  }
  const readable = new Set(read.campaigns.map(({ source }) => source));
  const file = project.campaigns.find((source) => !readable.has(source) && campaignNameOf(source.path) === name);
  if (file !== undefined) return { kind: 'unreadable', path: file.path };
  return { kind: 'unknown', names: read.campaigns.map(({ ast }) => ast.name.value) };
}

import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { PathPart } from '../cursor/cursor.js';
import type { YamlFileKind } from '../schemas/file-schemas.js';
import type { Knowledge } from '../knowledge.js';

/** What stands around the place of a completion. */
export interface Surroundings {
  readonly knowledge: Knowledge;
  readonly kind: YamlFileKind;
  /** Undefined outside of campaigns, and where a campaign cannot be read at all. */
  readonly campaign?: CampaignAst;
  /** What a campaign goes by, though it may not be readable. */
  readonly campaignName?: string;
  readonly path: readonly PathPart[];
  readonly beside: ReadonlyMap<string, string>;
  /** In braces: what stands in the mappings around. */
  readonly outer: ReadonlyMap<string, string>;
}

/** The keys on the way, without the places in lists. */
export function keysOn(path: readonly PathPart[]): readonly string[] {
  return path.flatMap((part) => (part.kind === 'key' ? [part.name] : []));
}

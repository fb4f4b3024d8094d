import type { CampaignAst } from '../grammar/ast/campaign.js';
import type { SchemaAst } from '../grammar/ast/schema.js';
import type { ScoringAst } from '../grammar/ast/scoring.js';
import type { ListAst, SegmentsAst } from '../grammar/ast/segment.js';
import type { TestAst } from '../grammar/ast/test-file.js';
import type { WorkspaceAst } from '../grammar/ast/workspace.js';
import { decodeCampaign } from '../grammar/decode/decode-campaign.js';
import { decodeSchema } from '../grammar/decode/decode-schema.js';
import { decodeScoring } from '../grammar/decode/decode-scoring.js';
import { decodeSegments } from '../grammar/decode/decode-segments.js';
import { decodeTests } from '../grammar/decode/decode-tests.js';
import { decodeWorkspace } from '../grammar/decode/decode-workspace.js';
import type { Checked, Diagnostic } from '../grammar/diagnostics/diagnostic.js';
import type { Source } from '../grammar/span.js';
import { workingOn } from './fault.js';
import type { Memory } from './memory.js';
import { noMemory } from './memory.js';
import type { Project } from './project.js';
import { readList } from './read-list.js';

export interface Read<Ast> {
  readonly source: Source;
  readonly ast: Ast;
  /** Nothing in this file failed to be read, so what is absent was never written. */
  readonly clean: boolean;
}

/** The files of a repository as trees; a file that cannot be read at all is left out, and said so. */
export interface ReadProject {
  readonly workspace?: Read<WorkspaceAst>;
  readonly schemas: readonly Read<SchemaAst>[];
  readonly scorings: readonly Read<ScoringAst>[];
  readonly campaigns: readonly Read<CampaignAst>[];
  readonly segments: readonly Read<SegmentsAst>[];
  readonly lists: readonly Read<ListAst>[];
  readonly tests: readonly TestAst[];
  /** Every file but the templates, also one that could not be read. */
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readProject(project: Project, memory: Memory = noMemory): ReadProject {
  const diagnostics: Diagnostic[] = [];
  const read = <Ast>(
    what: string,
    sources: readonly Source[],
    decode: (source: Source) => Checked<Ast | undefined>,
  ): readonly Read<Ast>[] => {
    const all: Read<Ast>[] = [];
    for (const { read: one, found } of memory.ofEach(what, sources, (source) => readWith(decode, source))) {
      if (one !== undefined) all.push(one);
      diagnostics.push(...found);
    }
    return all;
  };
  const settings = project.workspace === undefined ? [] : [project.workspace];
  const { schemas, scorings, campaigns, segments, lists, tests } = project;
  const [workspace] = read('workspace', settings, decodeWorkspace);
  return {
    ...(workspace === undefined ? {} : { workspace }),
    schemas: read('schemas', schemas, decodeSchema),
    scorings: read('scorings', scorings, decodeScoring),
    campaigns: read('campaigns', campaigns, decodeCampaign),
    segments: read('segments', segments, decodeSegments),
    lists: read('lists', lists, readList),
    tests: read('tests', tests, decodeTests).flatMap(({ ast }) => ast),
    sources: [...settings, ...schemas, ...scorings, ...campaigns, ...segments, ...lists, ...tests],
    diagnostics,
  };
}

interface Tree<Ast> {
  readonly read?: Read<Ast>;
  readonly found: readonly Diagnostic[];
}

function readWith<Ast>(decode: (source: Source) => Checked<Ast | undefined>, source: Source): Tree<Ast> {
  const { value, diagnostics: found } = workingOn(source.path, () => decode(source));
  const clean = !found.some(({ severity }) => severity === 'error');
  return value === undefined ? { found } : { read: { source, ast: value, clean }, found };
}

import type { CampaignAst } from '../grammar/ast/campaign.js';
import type { SchemaAst } from '../grammar/ast/schema.js';
import type { ScoringAst } from '../grammar/ast/scoring.js';
import type { TestAst } from '../grammar/ast/test-file.js';
import type { WorkspaceAst } from '../grammar/ast/workspace.js';
import { decodeCampaign } from '../grammar/decode/decode-campaign.js';
import { decodeSchema } from '../grammar/decode/decode-schema.js';
import { decodeScoring } from '../grammar/decode/decode-scoring.js';
import { decodeTests } from '../grammar/decode/decode-tests.js';
import { decodeWorkspace } from '../grammar/decode/decode-workspace.js';
import type { Checked, Diagnostic } from '../grammar/diagnostics/diagnostic.js';
import type { Source } from '../grammar/span.js';
import type { Project } from './project.js';

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
  readonly tests: readonly TestAst[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readProject(project: Project): ReadProject {
  const diagnostics: Diagnostic[] = [];
  const read = <Ast>(source: Source, decode: (source: Source) => Checked<Ast | undefined>): readonly Read<Ast>[] => {
    const { value, diagnostics: found } = decode(source);
    diagnostics.push(...found);
    const clean = !found.some(({ severity }) => severity === 'error');
    return value === undefined ? [] : [{ source, ast: value, clean }];
  };
  const [workspace] = project.workspace === undefined ? [] : read(project.workspace, decodeWorkspace);
  return {
    ...(workspace === undefined ? {} : { workspace }),
    schemas: project.schemas.flatMap((source) => read(source, decodeSchema)),
    scorings: project.scorings.flatMap((source) => read(source, decodeScoring)),
    campaigns: project.campaigns.flatMap((source) => read(source, decodeCampaign)),
    tests: project.tests.flatMap((source) => read(source, decodeTests)).flatMap(({ ast }) => ast),
    diagnostics,
  };
}

import type { EventAst, FieldAst } from '../../grammar/ast/schema.js';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../grammar/span.js';
import { createCompilerReport } from '../diagnostics/compiler-codes.js';
import { inOrder } from '../diagnostics/in-order.js';
import { declare } from '../names/declared.js';
import type { SchemaPlan } from '../plan/ir.js';
import { planSchema } from '../plan/plan-schema.js';
import { classify } from '../project.js';
import { readProject } from '../read-project.js';
import { checkSchemaValues } from '../types/check/check-values.js';

/** What an application that sends events has to know: the schema, with its words. */
export interface DataContract {
  /** In the order of the files; built-in ones at their end. */
  readonly lead: readonly FieldAst[];
  readonly account: readonly FieldAst[];
  /** Without those that Perennial or a plug-in sends itself. */
  readonly events: readonly EventAst[];
  /** The files it stands in, sorted. */
  readonly files: readonly string[];
  /** As the runtime has it, with everything that is built in. */
  readonly plan: SchemaPlan;
}

export type ReadContract =
  | { readonly kind: 'read'; readonly contract: DataContract }
  | { readonly kind: 'errors'; readonly diagnostics: readonly Diagnostic[] };

/** Reads the schema of a repository and nothing else of it; warnings are the check's to give. */
export function readContract(sources: readonly Source[]): ReadContract {
  const project = classify(sources.filter(({ path }) => path.startsWith('schema/')));
  const read = readProject(project);
  const report = createCompilerReport();
  const complete = { schemaComplete: true, workspaceClean: false, unread: new Set<string>() };
  const schemas = read.schemas.map(({ ast }) => ast);
  const declared = declare({ schemas, campaigns: [], templates: new Map(), complete }, report);
  checkSchemaValues(declared, report);
  const errors = [...read.diagnostics, ...report.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'errors', diagnostics: inOrder(errors) };
  const own = schemas.flatMap((schema) => schema.lead);
  const names = new Set(own.map(({ name }) => name.value));
  const builtIn = [...declared.attributes.values()].filter(({ name }) => !names.has(name.value));
  return {
    kind: 'read',
    contract: {
      lead: [...own, ...builtIn],
      account: schemas.flatMap((schema) => schema.account),
      events: schemas.flatMap(({ events }) => events),
      files: project.schemas.map(({ path }) => path),
      plan: planSchema(declared),
    },
  };
}

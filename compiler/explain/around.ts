import type { EventAst, FieldAst, SchemaTypeName } from '../../grammar/ast/schema.js';
import type { SegmentAst } from '../../grammar/ast/segment.js';
import type { WorkspaceAst } from '../../grammar/ast/workspace.js';
import { builtInEvents } from '../names/built-in-events.js';
import { builtInAccountAttributes, builtInAttributes } from '../names/built-in.js';
import type { ReadProject } from '../read-project.js';

/** What a campaign's words lean on; whatever is not there is explained by its name alone. */
export interface Around {
  readonly workspace?: WorkspaceAst;
  readonly events: ReadonlyMap<string, EventAst>;
  readonly segments: ReadonlyMap<string, SegmentAst>;
  readonly lists: ReadonlySet<string>;
  /** By `lead.plan`. */
  readonly types: ReadonlyMap<string, SchemaTypeName>;
}

export function aroundOf(read: ReadProject): Around {
  const schemas = read.schemas.map(({ ast }) => ast);
  const declared = [...builtInEvents, ...schemas.flatMap(({ events }) => events)];
  return {
    ...(read.workspace === undefined ? {} : { workspace: read.workspace.ast }),
    events: new Map(declared.map((event) => [event.name.value, event])),
    segments: new Map(read.segments.flatMap(({ ast }) => ast.segments.map((segment) => [segment.name.value, segment]))),
    lists: new Set(read.lists.map(({ ast }) => ast.name)),
    types: new Map([
      ...typesOf('lead', [...builtInAttributes, ...schemas.flatMap(({ lead }) => lead)]),
      ...typesOf('account', [...builtInAccountAttributes, ...schemas.flatMap(({ account }) => account)]),
    ]),
  };
}

function typesOf(root: string, fields: readonly FieldAst[]): readonly (readonly [string, SchemaTypeName])[] {
  return fields.flatMap(({ name, type }) => (type === undefined ? [] : [[`${root}.${name.value}`, type.value] as const]));
}

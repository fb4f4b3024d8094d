import type { EventAst, FieldAst } from '../../grammar/ast/schema.js';
import type { DeclaredExtensions } from '../extensions/declared-extensions.js';
import type { ExtensionField } from '../extensions/schema-fields.js';
import { builtInField, nowhere } from './built-in-events.js';

/** Events that plug-ins bring, in the shape that `schema/` has. */
export function triggerEvents({ triggers }: DeclaredExtensions): readonly EventAst[] {
  return [...triggers].map(([event, { summary, properties }]) => ({
    name: { value: event, span: nowhere },
    meaning: { value: summary, span: nowhere },
    properties: [...properties].map(([name, field]) => fieldOf(name, field)),
    span: nowhere,
  }));
}

/** Nothing that a plug-in hands over has a default, so it can be missing. */
function fieldOf(name: string, { type, values }: ExtensionField): FieldAst {
  return values === undefined ? builtInField(name, type) : builtInField(name, 'enum', { values });
}

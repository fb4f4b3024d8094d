import type { SchemaAst } from '../ast/schema.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Source } from '../span.js';
import { decodeFile } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { schemaKeys } from './keys/schema-keys.js';

/** Attributes and events. With errors, as much of them as could be read. */
export function decodeSchema(source: Source): Checked<SchemaAst | undefined> {
  return decodeFile(source, (root, context) => {
    const keys = decodeKeys(root, schemaKeys, { where: 'a schema file' }, context);
    return { kind: 'schema', lead: [], account: [], events: [], ...keys, span: root.span };
  });
}

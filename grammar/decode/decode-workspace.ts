import type { WorkspaceAst } from '../ast/workspace.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Source } from '../span.js';
import { decodeFile } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { workspaceKeys } from './keys/workspace-keys.js';

/** What all campaigns share. With errors, as much of it as could be read. */
export function decodeWorkspace(source: Source): Checked<WorkspaceAst | undefined> {
  return decodeFile(source, (root, context) => {
    const keys = decodeKeys(root, workspaceKeys, { where: 'the workspace' }, context);
    return {
      kind: 'workspace',
      caps: [],
      hours: [],
      holidays: [],
      priority: [],
      topics: [],
      senders: [],
      channels: [],
      kinds: [],
      stages: [],
      environments: [],
      plugins: [],
      ...keys,
      span: root.span,
    };
  });
}

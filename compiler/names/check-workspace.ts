import type { WorkspaceAst } from '../../grammar/ast/workspace.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import { channelKinds } from '../plan/ir.js';
import { campaignKinds } from './built-in.js';
import { checkTwice } from './check-branches.js';
import { unknownPart } from './check-names.js';
import type { Declared } from './declared.js';
import { knownEvent } from './known-event.js';

/** A kind that nobody offers would go live and never reach anybody. */
function checkChannelKinds({ channels }: WorkspaceAst, { extensions, extensionsIncomplete }: Declared, report: CompilerReport): void {
  if (extensionsIncomplete === true) return;
  const known: readonly string[] = [...channelKinds, ...extensions.channels.keys()];
  for (const { kind } of channels) {
    if (kind !== undefined) unknownPart(kind, 'kind of channel', 'Perennial', known, report);
  }
}

/** The names that perennial.yaml takes from elsewhere. */
export function checkWorkspaceNames(workspace: WorkspaceAst, declared: Declared, report: CompilerReport): void {
  if (workspace.activation !== undefined) knownEvent(workspace.activation, declared, report);
  checkTwice('place in "priority"', workspace.priority, report);
  checkTwice('stage', workspace.stages.flatMap(({ name, subStages }) => [name, ...subStages]), report);
  const known = [...campaignKinds, ...workspace.kinds.map(({ value }) => value), ...declared.campaigns.keys()];
  for (const name of workspace.priority) {
    // A campaign that could not be read may be the one.
    if (!declared.unread.has(name.value)) unknownPart(name, 'kind and no campaign', 'The repository', known, report);
  }
  checkChannelKinds(workspace, declared, report);
}

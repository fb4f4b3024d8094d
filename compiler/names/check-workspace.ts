import type { WorkspaceAst } from '../../grammar/ast/workspace.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import { channelKinds, domainOf, isWithinDomain } from '../plan/ir.js';
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

/** What could be written and would do nothing: nobody would miss it before it counts. */
function checkEffect({ dkim = [], channels, environments }: WorkspaceAst, { senders }: Declared, report: CompilerReport): void {
  const domains = [...senders.values()].flatMap(({ address }) => (address === undefined ? [] : [domainOf(address.value)]));
  for (const { domain } of dkim) {
    if (domain === undefined || domains.length === 0) continue;
    const own = domain.value.toLowerCase();
    if (domains.some((from) => isWithinDomain(from, own))) continue;
    report('C2121', domain.span, { what: 'signature', name: domain.value, like: domains[0] });
  }
  for (const { name } of channels) if (name.value === 'email') report('C2121', name.span, { what: 'channel', name: name.value });
  for (const entry of environments.flatMap(({ allow = [] }) => allow)) {
    if (isBareDomain(entry.value)) report('C2121', entry.span, { what: 'allowed', name: entry.value });
  }
}

/** `northwind.example`: no address of mail, and not the number of a telephone. */
function isBareDomain(entry: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$/i.test(entry.trim());
}

/** The names that perennial.yaml takes from elsewhere, and those that nothing comes of. */
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
  checkTwice('pace to', (workspace.pace ?? []).flatMap(({ to }) => (to === undefined ? [] : [{ ...to, value: to.value.toLowerCase() }])), report);
  checkEffect(workspace, declared, report);
}

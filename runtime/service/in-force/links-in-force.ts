import { domainOf } from '../../../compiler/plan/ir.js';
import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { OutgoingMail } from '../../channels/channel.js';
import type { LinkRules } from '../../channels/email/count-links.js';
import type { LinkTokens } from '../../ingest/mail/link-tokens.js';
import { sendKeyIn } from '../../mail-events/send-key.js';

/** How links of a mail are counted under the workspace in force; undefined where nothing is done to them. */
export function linkRulesOf(
  mail: OutgoingMail,
  workspace: WorkspacePlan | undefined,
  { tokens, publicUrl }: { readonly tokens: LinkTokens; readonly publicUrl: string },
): LinkRules | undefined {
  const links = workspace?.links;
  const sendKey = sendKeyIn(mail.messageId);
  if (workspace === undefined || links === undefined || sendKey === undefined) return undefined;
  const { domain, opens, utm } = links;
  if (domain === undefined && Object.keys(utm).length === 0) return undefined;
  // On one's own machine nobody reaches the domain.
  const root = isLoopback(publicUrl) ? publicUrl : `https://${domain ?? ''}`;
  const at = (path: string, target: string): string | undefined => {
    const token = tokens.make({ sendKey, target });
    return token === undefined ? undefined : `${root}/${path}/${token}`;
  };
  return {
    utm,
    ownDomains: ownDomains(workspace),
    ...(domain === undefined ? {} : { countedLink: (target: string) => at('c', target) }),
    ...(domain === undefined || !opens ? {} : { openPicture: at('o', '') }),
  };
}

/** Those of the senders, and the one below which clicks are counted. */
function ownDomains({ senders, links }: WorkspacePlan): readonly string[] {
  const sending = Object.values(senders).map(({ address }) => domainOf(address));
  const counted = links?.domain?.split('.') ?? [];
  return [...sending, ...(counted.length > 2 ? [counted.slice(1).join('.')] : [])].map((domain) => domain.toLowerCase());
}

function isLoopback(url: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

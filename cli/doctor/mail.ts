import { join } from 'node:path';
import { checkSources } from '../check-sources.js';
import type { Host } from '../host.js';
import { readRepository } from '../read-repository.js';
import { kindOf } from '../repository-folder.js';
import { bulkRules } from './bulk-rules.js';
import type { Dns } from './dns.js';
import type { Finding } from './finding.js';
import { mailDomains } from './mail-domains.js';

/** Whether the mail of a repository comes in; nothing where the folder holds none. */
export async function mailFindings(host: Host, root: string, dns: Dns): Promise<readonly Finding[]> {
  if (kindOf(join(root, 'perennial.yaml')) !== 'file') return [];
  const sources = await readRepository(root, 'doctor');
  const { release } = await checkSources(root, sources);
  if (release === undefined) return [{ state: 'note', what: 'Mail', text: 'not checked: the repository has errors; see perennial check' }];
  const { workspace } = release;
  const surroundings = { dns, bounceMailbox: host.env['PERENNIAL_BOUNCES'], secretOf: (name: string) => host.env[name] };
  return [...(await mailDomains(workspace, surroundings)), ...bulkRules(workspace, host.env)];
}

import { createHash, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { realClock } from '../../../runtime/clock.js';
import { keysLiveMs } from '../../../runtime/ingest/protection/stored-keys.js';
import type { KeyScope, ListedKey } from '../../../runtime/store/keys.js';
import { createKey, listKeys, revokeKey } from '../../../runtime/store/keys.js';
import { readExpiry } from '../../control/expiry.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCode, UsageError } from '../../exit-code.js';
import { formatNamed, prettyOrJson } from '../../format.js';
import type { Host } from '../../host.js';
import { withStore } from '../../local/open-store.js';
import { printTable } from '../../print/table.js';
import type { CommandModule } from '../command.js';

interface CreateFlags {
  readonly source?: string;
  readonly may: string;
  readonly expires?: string;
}

export const keysCommand: CommandModule = {
  add(program, host, run) {
    const keys = program
      .command('keys')
      .summary('keys of applications and systems that call the HTTP API')
      .description(
        'Makes, lists and revokes keys. The database holds their hashes alone; every process that serves goes by them ' +
          `within ${keysLiveMs / 1_000} seconds, beside those of its environment.`,
      )
      .addHelpText('after', '\nExamples:\n  perennial keys create shop\n  perennial keys list');
    keys
      .command('create')
      .summary('make a key, and show it this once')
      .description('Makes a key and prints it. It is shown this once: what is stored is its hash.')
      .argument('<name>', 'whose it is, for people')
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--source <name>', 'message ids are unique within a source; a key that takes over from another has the same (default: the name)')
      .option('--may <scope>', 'events: say things about leads; systems: also start campaigns, answer tasks, hand over mail', 'events')
      .option('--expires <duration>', 'until when it is good: 90d, 24h')
      .addHelpText('after', '\nExamples:\n  perennial keys create shop\n  perennial keys create "shop, from May" --source shop\n  perennial keys create crm --may systems --expires 365d')
      .action((name: string, folder: string, flags: CreateFlags) => run(create(host, name, folder, flags)));
    keys
      .command('list')
      .summary('which keys there are')
      .description('Lists the keys: whose, what they may do, when they were used last.')
      .argument('[folder]', 'the repository of campaigns', '.')
      .option('--format <format>', 'how to print: pretty, json', 'pretty')
      .addHelpText('after', '\nExample:\n  perennial keys list')
      .action((folder: string, { format }: { format: string }) => run(list(host, folder, format)));
    keys
      .command('revoke')
      .summary('a key is refused from now on')
      .description(`Revokes a key: within ${keysLiveMs / 1_000} seconds every process refuses it, for good.`)
      .argument('<id>', 'as "keys list" shows it; its beginning is enough')
      .argument('[folder]', 'the repository of campaigns', '.')
      .addHelpText('after', '\nExample:\n  perennial keys revoke k-3f2a')
      .action((id: string, folder: string) => run(revoke(host, id, folder)));
  },
};

const scopes: readonly KeyScope[] = ['events', 'systems'];

async function create(host: Host, name: string, folder: string, { source = name, may, expires }: CreateFlags): Promise<ExitCode> {
  const scope = scopes.find((one) => one === may);
  if (scope === undefined) throw new UsageError(`"${may}" is nothing that a key may.`, `It can be ${scopes.join(' or ')}.`);
  for (const text of [name, source]) {
    if (text.trim() === '' || text.length > 100) throw new UsageError('A name is a text of at most 100 characters.', 'Type: perennial keys create <name>');
  }
  const now = realClock.now();
  const expiresAt = expires === undefined ? null : now + readExpiry(expires);
  const key = `pk_${randomBytes(32).toString('base64url')}`;
  const id = `k-${randomBytes(4).toString('hex')}`;
  return withStore(host, resolve(host.cwd, folder), { command: 'keys create', create: false }, async (db) => {
    const hash = createHash('sha256').update(key).digest('hex');
    await createKey(db, { id, name, source, may: scope, hash, createdAt: now, expiresAt });
    host.out(key);
    host.err(`Key ${id} of "${name}". It is not shown again; keep it where secrets are kept.`);
    return exitCode.clean;
  });
}

async function list(host: Host, folder: string, format: string): Promise<ExitCode> {
  const asJson = formatNamed(format, prettyOrJson) === 'json';
  return withStore(host, resolve(host.cwd, folder), { command: 'keys list', create: false }, async (db) => {
    const keys = await listKeys(db);
    const now = realClock.now();
    if (asJson) {
      host.out(JSON.stringify({ version: 1, keys: keys.map((key) => ({ ...key, state: stateOf(key, now) })) }, null, 2));
      return exitCode.clean;
    }
    if (keys.length === 0) {
      host.err('There are no keys. Make one: perennial keys create <name>');
      return exitCode.clean;
    }
    const titles = ['id', 'name', 'source', 'may', 'made', 'last used', 'state'].map((title) => ({ title }));
    host.out(printTable(titles, keys.map((key) => [key.id, key.name, key.source, key.may, dayOf(key.createdAt), dayOf(key.lastUsedAt), stateOf(key, now)])));
    return exitCode.clean;
  });
}

/** Exit status 1 where no key that is good has this id, or several have. */
async function revoke(host: Host, id: string, folder: string): Promise<ExitCode> {
  return withStore(host, resolve(host.cwd, folder), { command: 'keys revoke', create: false }, async (db) => {
    const meant = await revokeKey(db, id, realClock.now());
    const [only] = meant;
    if (only !== undefined && meant.length === 1) {
      host.err(`Key ${only.id} of "${only.name}" is refused within ${keysLiveMs / 1_000} seconds.`);
      return exitCode.clean;
    }
    host.err(meant.length === 0 ? `No key that is good has the id "${id}". See: perennial keys list` : `"${id}" may be ${meant.map((key) => key.id).join(' or ')}; nothing was revoked.`);
    return exitCode.problems;
  });
}

function stateOf({ revokedAt, expiresAt }: ListedKey, now: number): string {
  if (revokedAt !== null) return `revoked ${dayOf(revokedAt)}`;
  if (expiresAt === null) return 'good';
  return expiresAt <= now ? `expired ${dayOf(expiresAt)}` : `good until ${dayOf(expiresAt)}`;
}

function dayOf(ms: number | null): string {
  return ms === null ? 'never' : new Date(ms).toISOString().slice(0, 10);
}

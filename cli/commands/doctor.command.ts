import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pc from 'picocolors';
import { cacheFolder } from '../../runtime/servers/cache-folder.js';
import { findPostgres15 } from '../../runtime/servers/postgres/oldest-postgres.js';
import { askTemporal } from '../../runtime/servers/temporal/temporal-server.js';
import { openDatabase, statement } from '../../runtime/store/database.js';
import type { Dns } from '../doctor/dns.js';
import { systemDns } from '../doctor/dns.js';
import type { Finding } from '../doctor/finding.js';
import { mailFindings } from '../doctor/mail.js';
import type { CommandModule } from './command.js';
import type { ExitCode } from '../exit-code.js';
import { exitCode } from '../exit-code.js';
import type { Host } from '../host.js';

export const doctorCommand: CommandModule = {
  add(program, host, run) {
    program
      .command('doctor')
      .summary('look whether this machine, and the DNS of your senders, have what is needed')
      .description(
        'Looks, changes nothing: Node, Temporal, PostgreSQL, and the servers named in the environment. For a repository ' +
          'also what mailbox providers ask for: SPF, DKIM and DMARC of each sender, with the records to publish.',
      )
      .argument('[folder]', 'the repository of campaigns', '.')
      .addHelpText('after', '\nExamples:\n  perennial doctor\n  perennial doctor my-campaigns')
      .action((folder: string) => run(doctor(host, folder)));
  },
};

/** Exit status 1 when something has to be mended before `run` can work, or before mail comes in. */
export async function doctor(host: Host, folder = '.', dns: Dns = systemDns()): Promise<ExitCode> {
  const mail = await mailFindings(host, resolve(host.cwd, folder), dns);
  const findings = [node(), ...(await temporal(host)), ...(await postgres(host)), ...mail];
  const paint = pc.createColors(host.color.out);
  const marks = { good: paint.green('✓'), note: paint.yellow('!'), bad: paint.red('✗') };
  const width = Math.max(14, ...findings.map(({ what }) => what.length));
  for (const { state, what, text } of findings) host.out(`${marks[state]} ${what.padEnd(width)} ${text}`);
  return findings.some(({ state }) => state === 'bad') ? exitCode.problems : exitCode.clean;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  const text = enough ? process.versions.node : `${process.versions.node}; 20.19 or newer is needed`;
  return { state: enough ? 'good' : 'bad', what: 'Node', text };
}

async function temporal(host: Host): Promise<readonly Finding[]> {
  const what = 'Temporal';
  const address = host.env['TEMPORAL_ADDRESS'];
  if (address !== undefined) {
    try {
      await askTemporal(address);
      return [{ state: 'good', what, text: `${address} answers` }];
    } catch {
      return [{ state: 'bad', what, text: `${address} (TEMPORAL_ADDRESS) does not answer; start it, or unset the variable` }];
    }
  }
  const onPath = (host.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'temporal')).find(mayRun);
  if (onPath !== undefined) return [{ state: 'good', what, text: onPath }];
  const cached = join(cacheFolder(process.env), 'bin', 'temporal');
  if (mayRun(cached)) return [{ state: 'good', what, text: `${cached} (built or loaded before)` }];
  const go = versionOf('go', ['version']);
  if (go !== undefined) return [{ state: 'note', what, text: `not here yet; the first run builds it with ${go}, about 3 minutes once` }];
  return [{ state: 'bad', what, text: 'not here, and no Go to build it with; install the Temporal CLI or Go' }];
}

async function postgres(host: Host): Promise<readonly Finding[]> {
  const what = 'PostgreSQL';
  const url = host.env['DATABASE_URL'];
  const oldest = findPostgres15();
  const note: readonly Finding[] =
    oldest === undefined ? [] : [{ state: 'good', what: 'PostgreSQL 15', text: `${oldest} (the tests use it too)` }];
  if (url === undefined) return [{ state: 'good', what, text: 'the embedded one' }, ...note];
  const db = openDatabase(url, { max: 1 });
  try {
    const [row] = await db.query(statement<{ version: string }>('doctor', "select current_setting('server_version_num') as version"));
    const major = Math.floor(Number(row?.version ?? 0) / 10_000);
    if (major >= 15) return [{ state: 'good', what, text: `version ${major} answers (DATABASE_URL)` }, ...note];
    return [{ state: 'bad', what, text: `DATABASE_URL is version ${major}; 15 or newer is needed` }, ...note];
  } catch {
    return [{ state: 'bad', what, text: 'DATABASE_URL does not answer; start the server, or unset the variable' }, ...note];
  } finally {
    await db.close();
  }
}

function mayRun(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', timeout: 5_000 }).trim().split(' ').slice(0, 3).join(' ');
  } catch {
    return undefined;
  }
}

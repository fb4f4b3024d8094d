import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export interface ClientProgram {
  readonly path: string;
  /** Major version. */
  readonly version: number;
}

/**
 * Finds `pg_dump` or `pg_restore` of at least that major version: an older one refuses a newer server.
 * Looked for on the PATH and where the packages of Debian, Red Hat and Homebrew put them; the nearest
 * version is taken. Otherwise those that were found.
 */
export async function findClientProgram(
  name: 'pg_dump' | 'pg_restore',
  atLeast: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly program?: ClientProgram; readonly found: readonly ClientProgram[] }> {
  const paths = new Set([...(env['PATH'] ?? '').split(delimiter), ...installed()].filter((folder) => folder !== '').map((folder) => join(folder, name)));
  const asked = await Promise.all([...paths].filter((path) => existsSync(path)).map(versionOf));
  const found = asked.flatMap((one) => one ?? []).toSorted((a, b) => a.version - b.version);
  const program = found.find(({ version }) => version >= atLeast);
  return { ...(program === undefined ? {} : { program }), found };
}

function installed(): readonly string[] {
  const versions = versionsBelow('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`);
  const redHat = versionsBelow('/usr').flatMap((folder) => (folder.startsWith('pgsql-') ? [`/usr/${folder}/bin`] : []));
  const homebrew = ['/opt/homebrew/opt', '/usr/local/opt'].flatMap((root) =>
    versionsBelow(root).flatMap((folder) => (/^(?:libpq|postgresql(?:@\d+)?)$/.test(folder) ? [`${root}/${folder}/bin`] : [])),
  );
  return [...versions, ...redHat, ...homebrew];
}

function versionsBelow(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function versionOf(path: string): Promise<ClientProgram | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version']);
    const version = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
    return version === undefined ? undefined : { path, version: Number(version) };
  } catch {
    // Something else of that name, or one that does not run here.
    return undefined;
  }
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findClientProgram } from '../../../runtime/servers/postgres/client-programs.js';
import { useCluster } from '../../runtime/store/test-database.js';
import { perennial, tempFolder } from '../perennial.js';

const open = useCluster();

test('a backup without a pg_dump of the server’s version says which is needed, and leaves nothing', async (context) => {
  const { db, url } = await open();
  const { rows } = await db.pool.query<{ version: number }>("select current_setting('server_version_num')::int / 10000 as version");
  const version = rows[0]?.version ?? 0;
  const { program, found } = await findClientProgram('pg_dump', version, process.env);
  // The embedded server is newer than what distributions bring, so nearly nowhere.
  if (program !== undefined) return context.skip('this machine has one');
  const cwd = tempFolder();
  const { code, err } = await perennial(['backup', 'nowhere'], { cwd, env: { DATABASE_URL: url } });
  expect(code).toBe(2);
  expect(err).toContain(`pg_dump ${version} or newer is needed, and ${found.length === 0 ? 'none is here' : 'the newest one here is'}`);
  expect(existsSync(join(cwd, 'nowhere', 'backup.json'))).toBe(false);
});

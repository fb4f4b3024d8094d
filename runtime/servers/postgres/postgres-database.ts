import pg from 'pg';

export interface PostgresAddress {
  readonly port: number;
  readonly password: string;
}

const user = 'perennial';

/** Rejects until the server takes queries. */
export async function askPostgres(server: PostgresAddress): Promise<void> {
  await withClient(server, async (client) => {
    await client.query('select 1');
  });
}

/** True for an error that comes again however long one waits: a wrong password. */
export function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code ?? '').startsWith('28');
}

/** Makes the database if there is none of that name, and returns its address. */
export async function ensureDatabase(server: PostgresAddress, name: string): Promise<string> {
  await withClient(server, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  });
  return `postgres://${user}:${server.password}@127.0.0.1:${server.port}/${name}`;
}

async function withClient(server: PostgresAddress, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const { port, password } = server;
  const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'postgres' });
  // A server that goes away between two queries reports it here too.
  client.on('error', () => {});
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

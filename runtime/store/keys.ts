import { statement } from './database.js';
import type { Queries } from './database.js';

/** What a key may do: say things about leads; or also start campaigns, answer tasks and hand over mail. */
export type KeyScope = 'events' | 'systems';

/** A key as a process holds it: only its hash is known. */
export interface StoredKey {
  readonly id: string;
  readonly source: string;
  readonly may: KeyScope;
  /** SHA-256 of the key, in hex. */
  readonly hash: string;
  /** Epoch ms of machine time; null: it does not end. */
  readonly expiresAt: number | null;
}

/** A key for people to look at. */
export interface ListedKey extends Omit<StoredKey, 'hash'> {
  readonly name: string;
  readonly createdAt: number;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
}

/** Those that are good at `now` (epoch ms). */
export async function readKeys(queries: Queries, now: number): Promise<readonly StoredKey[]> {
  return queries.query(read, [now]);
}

export async function listKeys(queries: Queries): Promise<readonly ListedKey[]> {
  return queries.query(list);
}

export async function createKey(
  queries: Queries,
  key: StoredKey & { readonly name: string; readonly createdAt: number },
): Promise<void> {
  const { id, name, source, may, hash, createdAt, expiresAt } = key;
  await queries.query(create, [id, name, source, may, hash, createdAt, expiresAt]);
}

/** `id` may be the beginning of one. @returns the names of what was revoked by it now; several, and none was */
export async function revokeKey(queries: Queries, id: string, now: number): Promise<readonly ListedKey[]> {
  const meant = (await listKeys(queries)).filter((key) => key.id.startsWith(id) && key.revokedAt === null);
  const [only] = meant;
  if (only !== undefined && meant.length === 1) await queries.query(revoke, [only.id, now]);
  return meant;
}

/** Notes that these keys were used; to the minute, so that a busy key costs one row a minute. */
export async function noteKeysUsed(queries: Queries, ids: readonly string[], now: number): Promise<void> {
  if (ids.length > 0) await queries.query(noteUsed, [ids, now, now - 60_000]);
}

type None = Record<string, never>;

const read = statement<StoredKey>(
  'read-keys',
  `select id, source, may, hash, expires_at as "expiresAt" from write_keys
   where revoked_at is null and (expires_at is null or expires_at > $1)`,
);

const list = statement<ListedKey>(
  'list-keys',
  `select id, name, source, may, created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt",
     last_used_at as "lastUsedAt"
   from write_keys order by created_at, id`,
);

const create = statement<None>(
  'create-key',
  `insert into write_keys (id, name, source, may, hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
);

const revoke = statement<None>('revoke-key', 'update write_keys set revoked_at = $2 where id = $1 and revoked_at is null');

const noteUsed = statement<None>(
  'note-keys-used',
  'update write_keys set last_used_at = $2 where id = any($1::text[]) and (last_used_at is null or last_used_at < $3)',
);

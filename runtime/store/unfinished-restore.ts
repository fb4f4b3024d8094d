import type { Database, Queries } from './database.js';
import { statement } from './database.js';
import { migrateLock } from './migrate-lock.js';
import { everyCampaign, sayControlWithin } from './edits/controls.js';
import { inTransaction } from './transaction.js';

/** The table that stands while a backup is read in, and until everything is held. */
export const restoreMark = 'unfinished_restore';

/** A backup was read in and nothing is held yet: whoever served this database would send again what the backup does not know. */
export class RestoreUnfinished extends Error {
  constructor() {
    super('A backup is being restored into this database, or that was broken off.');
    this.name = 'RestoreUnfinished';
  }
}

/** SHA-256 of the backup that is being read in; undefined where none is. */
export async function unfinishedRestore(db: Queries): Promise<string | undefined> {
  const [found] = await db.query(findMark);
  if (found === undefined) return undefined;
  const [row] = await db.query(readMark);
  return row?.sha256 ?? '';
}

/** Marks an empty database, before anything is read in; whoever is making its tables at this moment has made them before. */
export async function beginRestore(db: Database, sha256: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    tx.send(takeLock);
    tx.send(dropMark);
    tx.send(makeMark);
    tx.send(writeMark, [sha256]);
  });
}

/** Holds everything and takes the mark away, both or neither; `now` is epoch ms. */
export async function endRestore(db: Database, now: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sayControlWithin(tx, { campaign: everyCampaign, state: 'held', saidBy: 'recovery', reason: 'a backup was restored', since: now });
    tx.send(dropMark);
  });
}

/** Takes the mark away where nothing was read in. */
export async function giveUpRestore(db: Database): Promise<void> {
  await db.query(dropMark);
}

type None = Record<string, never>;

const findMark = statement<{ found: boolean }>('find-restore-mark', `select true as found where to_regclass('${restoreMark}') is not null`);
const readMark = statement<{ sha256: string }>('read-restore-mark', `select sha256 from ${restoreMark}`);
const takeLock = statement<None>('restore-take-migrate-lock', `select pg_advisory_xact_lock(${migrateLock})`);
const makeMark = statement<None>('make-restore-mark', `create table ${restoreMark} (sha256 text not null)`);
const writeMark = statement<None>('write-restore-mark', `insert into ${restoreMark} (sha256) values ($1)`);
const dropMark = statement<None>('drop-restore-mark', `drop table if exists ${restoreMark}`);

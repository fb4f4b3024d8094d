import { expect, test } from 'vitest';
import { statement } from '../../../runtime/store/database.js';
import { inTransaction } from '../../../runtime/store/transaction.js';
import { useCluster } from './test-database.js';

const openDatabase = useCluster();

test('what a vanished host had locked is free after a minute: the server ends its transactions', async () => {
  const { db } = await openDatabase();
  const [row] = await inTransaction(db, (tx) => tx.query(idleLimit));
  expect(row).toEqual({ limit: '1min' });
});

const idleLimit = statement<{ limit: string }>('test-idle-limit', `select current_setting('idle_in_transaction_session_timeout') as limit`);

import { startTestDatabase, type TestDatabase } from '@amanah/testing';
import { Secret } from '../config/secret.ts';
import type { Store } from './contract.ts';
import { createStore } from './create-store.ts';

export const quietLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const testSealKey = new Secret(Buffer.alloc(32, 7).toString('base64'));

/** A store on a database of its own, also with an owner who is no superuser; `replica` opens a second one on the same database. */
export async function openTestStore({ ordinaryOwner = false } = {}): Promise<{
  store: Store;
  database: TestDatabase;
  replica(): Promise<Store>;
  close(): Promise<void>;
}> {
  const database = await startTestDatabase({ ordinaryOwner });
  const open = () => createStore({ databaseUrl: new Secret(database.url), dataDir: '/nowhere', sealKey: testSealKey }, quietLog);
  const stores = [await open()];
  return {
    store: stores[0]!,
    database,
    async replica() {
      const store = await open();
      stores.push(store);
      return store;
    },
    async close() {
      await Promise.all(stores.map((store) => store.close()));
      await database.drop();
    },
  };
}

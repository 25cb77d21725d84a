import type { Counterpart, OwnFault } from '@amanah/testing/adapter-suite';
import { adapter } from '../adapter.ts';
import type { SqlConfig } from '../config.ts';
import type { TestDatabase } from './databases.ts';

const numbers = Array.from({ length: 25 }, (_, at) => `5014${String(at).padStart(7, '0')}`);
const shop = 'مقهى الدانة';

/** A small register on a real server, as the shared suite needs it: read by statement, paged by table, written with a key that counts once. */
export async function registerCounterpart(db: TestDatabase): Promise<Counterpart<SqlConfig>> {
  const postgres = db.engine === 'postgresql';
  await db.admin(`
    CREATE TABLE licence (number varchar(11) PRIMARY KEY, shop varchar(60) NOT NULL, fee decimal(12,2));
    CREATE TABLE request (mark varchar(60) NOT NULL, at timestamp DEFAULT CURRENT_TIMESTAMP);
    CREATE TABLE hub_key (key_text varchar(80) PRIMARY KEY, answer text)`);
  await db.admin(`INSERT INTO licence VALUES ${numbers.map((number) => `('${number}', '${shop}', 1440.50)`).join(', ')}`);

  const undo: (() => Promise<void>)[] = [];
  const fault = (name: string, ends: OwnFault['ends'], play: () => Promise<void>, back: () => Promise<void>): OwnFault => ({
    name,
    ends,
    async play() {
      undo.push(back);
      await play();
    },
  });
  const nothing = async () => {};
  const renamed = (from: string, to: string) => () => db.admin(`ALTER TABLE licence RENAME COLUMN ${from} TO ${to}`);
  return {
    adapter,
    server: { host: db.host, port: db.port },
    config: ({ host, port }) => {
      const url = new URL((db.config() as { url: string }).url);
      return adapter.config.parse({
        ...db.config(),
        url: `${url.protocol}//${host}:${port}${url.pathname}`,
        pageRows: 10,
        statementMs: 1_500,
        writable: true,
        idempotency: { table: 'hub_key', column: 'key_text', answer: 'answer' },
        statements: {
          licence: { sql: 'SELECT number, shop, fee FROM licence WHERE number = :number', one: true, parameters: { number: { type: 'string' } } },
          request: { sql: 'INSERT INTO request (mark) VALUES (:mark)', effect: 'write', parameters: { mark: { type: 'string' } } },
        },
      }) as SqlConfig;
    },
    secrets: db.secrets,
    read: {
      operation: 'licence',
      input: { number: numbers[3] },
      holds: (output) => JSON.stringify(output) === JSON.stringify({ number: numbers[3], shop, fee: '1440.50' }),
    },
    write: { operation: 'request', input: (mark) => ({ mark }) },
    written: async () => (await db.rows<{ mark: string }>('SELECT mark FROM request')).map(({ mark }) => mark),
    paged: {
      operation: 'licence.list',
      input: {},
      ids: (output) => (output as { rows: { number: string }[] }).rows.map(({ number }) => number),
      all: numbers,
    },
    ownFaults: [
      fault('the server ends every session', ['ok'], () => db.endSessions(), nothing),
      fault('a column has another name', ['contract-violation'], renamed('shop', 'store'), renamed('store', 'shop')),
      fault(
        'the table is gone',
        ['contract-violation'],
        () => db.admin('ALTER TABLE licence RENAME TO licence_gone'),
        () => db.admin('ALTER TABLE licence_gone RENAME TO licence'),
      ),
      fault(
        'the right to read is taken away',
        ['unauthorised'],
        async () => {
          await db.admin(postgres ? 'REVOKE SELECT ON licence FROM hub' : 'REVOKE SELECT ON register.* FROM hub');
          // MariaDB asks again only of a new session.
          await db.endSessions();
        },
        () => db.admin(postgres ? 'GRANT SELECT ON licence TO hub' : 'GRANT SELECT ON register.* TO hub'),
      ),
      fault(
        'the password is another',
        ['unauthorised'],
        async () => {
          await db.setPassword('another-Pa55-word');
          await db.endSessions();
        },
        () => db.setPassword(db.secrets.password),
      ),
    ],
    async heal() {
      for (const back of undo.splice(0).toReversed()) await back();
    },
    async changeContract() {
      undo.push(() => db.admin('ALTER TABLE licence DROP COLUMN district'));
      await db.admin('ALTER TABLE licence ADD COLUMN district int');
    },
    expireAccess: () => db.endSessions(),
    close: () => db.remove(),
  };
}

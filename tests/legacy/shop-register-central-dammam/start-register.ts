import { readFile } from 'node:fs/promises';
import { startTestMariadb, type TestMariadb } from '../../../kit/testing/test-mariadb.ts';
import { manyRows } from './many-rows.ts';
import { registerRows } from './register-rows.ts';

/** What the hub signs in with; a demo value. */
export const hubUser = { username: 'hub_rokhas', password: 'Rokhas-Hub-1419' } as const;

/** Starts the register's MariaDB in a folder, with its tables, rows and triggers when the folder is new. */
export async function startRegister(folder: string, address: string): Promise<TestMariadb> {
  const server = await startTestMariadb({ folder, address, careful: true });
  if (server.fresh) await fill(server);
  // A folder from before the register knew short addresses.
  else
    await server.script("ALTER TABLE rokhas.T_ROKHSA ADD COLUMN IF NOT EXISTS ENWAN char(8) DEFAULT NULL COMMENT 'العنوان المختصر (أضيف 1440هـ)' AFTER SHARE");
  await setHubPassword(server, hubUser.password);
  return server;
}

/** What the hub's sign-in is from now on. */
export async function setHubPassword(server: TestMariadb, password: string): Promise<void> {
  await server.root(`SET PASSWORD FOR ${hubUser.username} = PASSWORD(?)`, [password]);
}

/** Puts a register of so many licences, some of them bad, in the place of what is there. */
export async function fillAnew(server: TestMariadb, count: number, seed: number): Promise<ReturnType<typeof manyRows>['bad']> {
  const { tables, bad } = manyRows(count, seed);
  const emptied = ['T_TAJDEED', 'T_MIFTAH', 'T_HARAKA', 'T_ARSHIF', 'T_RUSOOM', 'T_ROKHSA', 'T_MALEK'];
  await server.script(
    [
      ...emptied.map((table) => `DELETE FROM rokhas.${table};`),
      'DELETE FROM rokhas.T_HAY WHERE HAY_CODE = 99;',
      `DELETE FROM rokhas.T_NASHAT WHERE NASHAT_CODE = '999999';`,
    ].join('\n'),
  );
  for (const { table, columns, rows } of tables) await server.root(`INSERT INTO rokhas.${table} (${columns.join(', ')}) VALUES ?`, [rows]);
  return bad;
}

async function fill(server: TestMariadb): Promise<void> {
  await server.script(await readFile(new URL('tables.sql', import.meta.url), 'utf8'));
  for (const { table, columns, rows } of registerRows()) {
    // Bytes go in as they are: the driver writes them as x'…'.
    await server.root(`INSERT INTO rokhas.${table} (${columns.join(', ')}) VALUES ?`, [rows]);
  }
}

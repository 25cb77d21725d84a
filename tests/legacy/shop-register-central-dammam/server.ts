import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync } from 'node:fs';
import { serveControls, standInArguments } from '../process/serve.ts';
import { fillAnew, hubUser, setHubPassword, startRegister } from './start-register.ts';

const { address, settings } = standInArguments({ address: '127.0.0.30', settings: { dataDir: '' } });
const register = await startRegister(settings.dataDir || mkdtempSync(join(tmpdir(), 'amanah-register-')), address);
const renamed = { on: 'ALTER TABLE T_ROKHSA RENAME COLUMN MAHAL TO ISM_MAHAL', off: 'ALTER TABLE T_ROKHSA RENAME COLUMN ISM_MAHAL TO MAHAL' };

/** Switches that only the register itself can play; faults of the network come from elsewhere. */
const controls = {
  /** What it has carried out, with the key under which it was asked. */
  writes: async () => ({
    writes: await register.root(
      `SELECT t.TALAB_NO AS request, t.ROKHSA_NO AS licence, t.SANAWAT AS years, m.MIFTAH AS idempotencyKey FROM rokhas.T_TAJDEED t
         LEFT JOIN rokhas.T_MIFTAH m ON JSON_VALUE(m.JAWAB, '$.rows[0].TALAB_NO') = t.TALAB_NO ORDER BY t.TALAB_NO`,
    ),
  }),
  /** `?value=` another password, without it the right one again; sessions that are open go on until `end-sessions`. */
  password: (query: URLSearchParams) => setHubPassword(register, query.get('value') ?? hubUser.password),
  'end-sessions': () => register.root(`KILL USER ${hubUser.username}`).then(() => ({})),
  /** `?set=on` gives a column another name, `off` takes that back. */
  contract: (query: URLSearchParams) => register.root(`USE rokhas; ${renamed[query.get('set') === 'on' ? 'on' : 'off']}`).then(() => ({})),
  /** `?set=on` takes no more writes, as during a nightly backup. */
  'read-only': (query: URLSearchParams) => register.root(`SET GLOBAL read_only = ${query.get('set') === 'on' ? 1 : 0}`).then(() => ({})),
  /** Takes the right to read licences away (`?set=on`), and gives it back. */
  forbid: (query: URLSearchParams) =>
    register.root(`${query.get('set') === 'on' ? 'REVOKE SELECT ON rokhas.* FROM' : 'GRANT SELECT ON rokhas.* TO'} ${hubUser.username}`).then(() => ({})),
  /** `?count=1000&seed=7`: a register of so many licences, one of them bad for each reason, in the place of its own; answers the bad ones. */
  rows: async (query: URLSearchParams) => ({ bad: await fillAnew(register, Number(query.get('count')), Number(query.get('seed'))) }),
  /** Rows of its table as they lie there, with the text of `?columns=`. */
  table: async (query: URLSearchParams) => ({
    rows: await register.root(`SELECT ${query.get('columns') ?? 'ROKHSA_NO'} FROM rokhas.T_ROKHSA ORDER BY ROKHSA_NO`),
  }),
  /** A clerk writes something into a licence: `?number=&column=&value=`. */
  say: (query: URLSearchParams) =>
    register.root(`UPDATE rokhas.T_ROKHSA SET ${query.get('column')} = ? WHERE ROKHSA_NO = ?`, [query.get('value'), query.get('number')]).then(() => ({})),
  /** `kill` ends the server as a crash would, `start` brings it back. */
  kill: () => register.kill(),
  start: () => register.start(),
};

const faults = await serveControls(address, controls);
const end = () => void register.stop().then(() => process.exit(0));
process.stdin.resume();
process.stdin.on('end', end);
process.on('SIGTERM', end);
process.stdout.write(`${JSON.stringify({ url: `mariadb://${address}:${register.port}/rokhas`, faults })}\n`);

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { AdapterError } from '@amanah/adapter-api';
import { seededRandom } from '@amanah/testing/adapter-suite';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeSystems, openSystem, testContext } from './testing/open-system.ts';
import { canary, startMariadb, startPostgres } from './testing/databases.ts';

const volume = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 5_000 : 40;
const servers: Server[] = [];

/** Listens as the test says; everything ends with the test. */
async function listen(served: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    served(socket);
  });
  server.on('close', () => sockets.forEach((socket) => socket.destroy()));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

// The driver of MariaDB prints what it cannot read.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue(undefined));
beforeEach(() => void vi.spyOn(console, 'trace').mockReturnValue(undefined));
afterEach(closeSystems);
afterEach(() => vi.restoreAllMocks());
afterAll(() => servers.forEach((server) => server.close()));

describe.each([
  ['PostgreSQL', startPostgres],
  ['MariaDB', startMariadb],
] as const)('%s', (_title, start) => {
  test(`${volume} answers with bytes changed on the way each end in a known outcome or the right answer, and throw nowhere else`, async () => {
    const db = await start();
    await db.admin(`CREATE TABLE licence (number varchar(11) PRIMARY KEY, shop varchar(60), fee decimal(12,2), at timestamp)`);
    await db.admin(`INSERT INTO licence VALUES ('1', 'بقالة السنابل', 1.50, '2026-01-02 03:04:05'), ('2', NULL, NULL, '2026-01-02 03:04:05')`);
    const random = seededRandom(20261127);
    let share = 0;
    const port = await listen((near) => {
      const far = connect(db.port, db.host).on('error', () => near.destroy());
      near.pipe(far).on('close', () => near.destroy());
      near.on('close', () => far.destroy());
      far.on('data', (chunk: Buffer) => near.write(chunk.map((byte) => (random() < share ? Math.floor(random() * 256) : byte))));
    });
    const config = { ...db.config(), url: (db.config() as { url: string }).url.replace(String(db.port), String(port)) };
    const { contract } = await openSystem(config, testContext(db.secrets));
    const system = await openSystem(config, testContext(db.secrets, { connectMs: 500, answerMs: 150, idleMs: 150, maxAnswerBytes: 100_000 }), contract);
    for (let call = 0; call < volume; call++) {
      share = [0.002, 0.02, 0.2][call % 3] ?? 0;
      const ended = await system.call('licence.list', {}).catch((error: unknown) => error);
      if (ended instanceof AdapterError) expect(ended.message).not.toContain(canary);
      else expect(ended).toHaveProperty('output.rows');
    }
    share = 0;
    await expect
      .poll(async () => (await system.call('licence.find', { number: '1' }).catch(() => null))?.output, { timeout: 20_000 })
      .toMatchObject({ shop: 'بقالة السنابل', fee: '1.50' });
    await closeSystems();
    await db.remove();
  }, 600_000);
});

test.each(['postgresql', 'mariadb', 'mysql', 'sqlserver', 'oracle'])(
  '%s: what is no database at all ends in a known outcome within its time, and no secret is told',
  async (engine) => {
    const answers: readonly ((socket: Socket) => void)[] = [
      () => {},
      (socket) => socket.end(),
      (socket) => socket.resetAndDestroy(),
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      (socket) => void socket.on('data', () => socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
      (socket) => void socket.on('data', () => socket.end(Buffer.alloc(70_000, 0xff))),
      (socket) => void socket.on('data', () => socket.end(Buffer.alloc(200, 0))),
    ];
    for (const answer of answers) {
      const port = await listen(answer);
      const config = { url: `${engine}://127.0.0.1:${port}/register`, user: 'hub', password: { secret: 'password' } };
      const ctx = testContext({ password: canary }, { connectMs: 1_000, answerMs: 300 });
      const end = await openSystem(config, ctx).catch((error: unknown) => error);
      expect(end).toBeInstanceOf(AdapterError);
      expect(['unreachable', 'timeout', 'contract-violation']).toContain((end as AdapterError).outcome);
      expect((end as AdapterError).reached).toBe('no');
      expect(`${(end as AdapterError).message} ${String((end as AdapterError).cause)}`).not.toContain(canary);
    }
  },
  120_000,
);

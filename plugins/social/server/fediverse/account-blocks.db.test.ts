import { readFile } from 'node:fs/promises';
import type { Db } from '@amanah/plugin-api';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BlockKind } from '../../shared/block-answers.ts';
import { AccountBlocks, isBlocked } from './account-blocks.ts';
import { Followers, inboxesOfAll, type Follower } from './followers.ts';
import { serverName } from './remote-names.ts';

const head = { id: 'head', name: { ar: 'لبنى', en: 'Lubna' } };

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
let blocks: AccountBlocks;
let followers: Followers;

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 6 });
  pool.on('error', () => {});
  for (const name of ['0021-fediverse', '0025-account-block'])
    await pool.query(await readFile(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8'));
  db = pluginDb(pool);
  blocks = new AccountBlocks(db);
  followers = new Followers(db);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => pool.query('TRUNCATE follower, activity_delivery, account_block'));

/** As a server tells of it: addresses written out by URL. */
function followerOf(name: string, server: string, shared = true): Follower {
  const { origin, host } = new URL(server);
  const actor = `${origin}/users/${name}`;
  return { actor, handle: `@${name}@${host}`, inbox: `${actor}/inbox`, sharedInbox: shared ? `${origin}/inbox` : null };
}
const follow = (...all: Follower[]) =>
  db.transaction(async (tx) => {
    for (const one of all) await followers.add(tx, one);
  });
const following = async () => (await pool.query<{ handle: string }>('SELECT handle FROM follower ORDER BY handle')).rows.map(({ handle }) => handle);
const block = (kind: BlockKind, address: string) => blocks.block(kind, address, 'Sends spam', head);
const refused = (follower: Follower, page: string | null = null) => isBlocked(db, follower, page);
const waiting = (...inboxes: string[]) =>
  pool.query(`INSERT INTO activity_delivery (activity, document, inbox) SELECT 'a', '{}', unnest($1::text[])`, [inboxes]);
const stillWaiting = async () => (await pool.query<{ inbox: string }>('SELECT inbox FROM activity_delivery ORDER BY inbox')).rows.map(({ inbox }) => inbox);

test('a blocked server takes its followers with it: in whatever case, behind whatever port, with a dot at its end, and all that lies below it', async () => {
  await follow(
    ...['https://Bad.Example', 'https://bad.example.:8443', 'http://a.b.BAD.example', 'https://notbad.example', 'https://bad.example.org'].map(
      (server, index) => followerOf(`p${index}`, server),
    ),
  );
  await block('server', serverName('BAD.example.:443')!);
  expect(await following()).toEqual(['@p3@notbad.example', '@p4@bad.example.org']);
});

test.each([
  ['bad.example', 'https://bad.example', true],
  ['bad.example', 'https://BAD.example.:8443', true],
  ['bad.example', 'https://deep.sub.bad.example', true],
  ['bad.example', 'https://notbad.example', false],
  ['sub.bad.example', 'https://bad.example', false],
  ['bücher.example', 'https://xn--bcher-kva.example', true],
  ['xn--bcher-kva.example', 'https://شبكة.bücher.example', true],
  ['a_b.example', 'https://axb.example', false],
  ['127.0.0.16', 'http://127.0.0.16:40123', true],
])('while %s is blocked, a follow from %s is refused: %s', async (blocked, server, expected) => {
  await block('server', serverName(blocked)!);
  expect(await refused(followerOf('salem', server))).toBe(expected);
});

test('a follow whose inbox lies on a blocked server is refused, and such a follower goes', async () => {
  const roundabout = { ...followerOf('salem', 'https://good.example'), sharedInbox: 'https://in.bad.example/inbox' };
  await follow(roundabout);
  await block('server', 'bad.example');
  expect([await following(), await refused(roundabout)]).toEqual([[], true]);
});

test.each(['@salem@good.example', 'https://good.example/users/Salem'])(
  '%s blocked: the account alone goes and is refused, whichever way it is named',
  async (address) => {
    const salem = followerOf('Salem', 'https://good.example');
    await follow(salem, followerOf('noura', 'https://good.example'));
    await block('account', address);
    expect([await following(), await refused(salem), await refused(followerOf('noura', 'https://good.example'))]).toEqual([
      ['@noura@good.example'],
      true,
      false,
    ]);
  },
);

test('an account is refused by the address of its page too', async () => {
  await block('account', 'https://good.example/salem');
  expect(await refused(followerOf('salem', 'https://good.example'), 'https://good.example/salem')).toBe(true);
});

test('what waits for a blocked server is dropped; what waits for others stays', async () => {
  await follow(followerOf('salem', 'https://bad.example'), followerOf('noura', 'https://good.example'));
  await waiting('https://bad.example/inbox', 'https://sub.bad.example:8443/inbox', 'https://good.example/inbox');
  await block('server', 'bad.example');
  expect(await stillWaiting()).toEqual(['https://good.example/inbox']);
});

test('what waits for a blocked account is dropped, but not what waits for a whole server on which others follow', async () => {
  const salem = followerOf('salem', 'https://good.example');
  await follow(salem, followerOf('noura', 'https://good.example'), followerOf('alone', 'https://own.example'));
  await waiting('https://good.example/inbox', salem.inbox, 'https://own.example/inbox');
  await block('account', '@salem@good.example');
  await block('account', '@alone@own.example');
  expect(await stillWaiting()).toEqual(['https://good.example/inbox']);
});

test('a block waits for news that is just being addressed: none of it is left to be sent afterwards', async () => {
  await follow(followerOf('salem', 'https://bad.example'));
  let blocked: Promise<unknown> | undefined;
  await db.transaction(async (tx) => {
    const inboxes = await inboxesOfAll(tx);
    blocked = block('server', 'bad.example');
    await expect
      .poll(async () => (await pool.query(`SELECT FROM pg_locks WHERE relation = 'account_block'::regclass AND NOT granted`)).rowCount, { timeout: 30_000 })
      .toBe(1);
    await tx.query(`INSERT INTO activity_delivery (activity, document, inbox) SELECT 'late', '{}', unnest($1::text[])`, [inboxes]);
  });
  await blocked;
  expect([await stillWaiting(), await following()]).toEqual([[], []]);
});

test('a block stands once with reason, person and moment, and lifted it refuses nobody', async () => {
  const { id } = await block('server', 'bad.example');
  await expect(block('server', 'bad.example')).rejects.toMatchObject({ code: 'SOCIAL_BLOCKED_ALREADY' });
  expect(await blocks.all()).toEqual([{ id, kind: 'server', address: 'bad.example', reason: 'Sends spam', by: head.name, at: expect.any(String) }]);
  await blocks.lift(id);
  await expect(blocks.lift(id)).rejects.toMatchObject({ code: 'SOCIAL_BLOCK_UNKNOWN' });
  expect([await blocks.all(), await refused(followerOf('salem', 'https://bad.example'))]).toEqual([[], false]);
});

test('followers are told as counts by server; servers of one or two are told together, since their names would say who follows', async () => {
  await follow(
    ...['a', 'b', 'c'].map((name) => followerOf(name, 'https://large.example')),
    ...['d', 'e'].map((name) => followerOf(name, 'https://small.example')),
    followerOf('f', 'https://own.example'),
  );
  expect(await followers.byServer()).toEqual({ servers: [{ server: 'large.example', followers: 3 }], others: { servers: 2, followers: 3 } });
});

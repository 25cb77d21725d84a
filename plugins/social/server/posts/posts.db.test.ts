import type { Db } from '@amanah/plugin-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectedKinds, type ConnectedKind } from '../../shared/network-kinds.ts';
import { newsFor, startPostLab, tokens, type PostLab } from '../../testing/post-lab.ts';
import { claimAct } from './act-claim.ts';
import type { NewsToPost } from './post-desk.ts';

let lab: PostLab;
let pool: PostLab['pool'];
let db: Db;
let desk: PostLab['desk'];
let news: NewsToPost;

beforeAll(async () => {
  lab = await startPostLab();
  ({ pool, db, desk } = lab);
});
afterAll(() => lab.end());
beforeEach(async () => {
  news = await lab.begin();
});

const control = (call: string) => lab.control(call);
const run = () => lab.run();
const seen = () => lab.seen(news.id);
const standing = () => lab.standing(news.id);
const acts = () => lab.acts();
const allDue = () => lab.allDue();
const newsOn = (kind: ConnectedKind) => newsFor(news, kind);

test('a news item is on each chosen network once, whatever is told or run twice', async () => {
  await Promise.all([desk.follow(news), desk.follow(news)]);
  await Promise.all([run(), run(), run()]);
  await desk.follow(news);
  await run();
  expect((await standing()).map(({ network }) => network).sort()).toEqual([...connectedKinds].sort());
});

test('an edit follows; a network that cannot change a post says so, and a person lets it be replaced; a withdrawal takes all off', async () => {
  await desk.follow(news);
  await run();
  await desk.follow({ ...news, edition: 2, title: { ...news.title, ar: 'عنوان مصحح' } });
  await run();
  expect(await standing()).toEqual(
    expect.arrayContaining([
      ...['mastodon', 'telegram', 'facebook'].map((network) => ({ network, title: 'عنوان مصحح', edits: 1 })),
      { network: 'x', title: news.title.ar, edits: 0 },
    ]),
  );
  expect(await acts()).toContain('update refused SOCIAL_EDIT_IMPOSSIBLE');
  const [onX] = (await pool.query<{ id: string }>(`SELECT id FROM post WHERE network = 'x'`)).rows;
  expect(await desk.replace(onX!.id)).toBe(true);
  await run();
  expect((await standing()).filter(({ network }) => network === 'x')).toEqual([{ network: 'x', title: 'عنوان مصحح', edits: 0 }]);
  await desk.withdraw(news.id);
  await run();
  expect(await standing()).toEqual([]);
});

test('what has not left is overtaken by what comes later, and by a withdrawal', async () => {
  await desk.follow(newsOn('mastodon'));
  await desk.follow({ ...newsOn('mastodon'), edition: 2, title: { ...news.title, ar: 'الثانية' } });
  await desk.follow({ ...newsOn('mastodon'), edition: 1 });
  await run();
  expect(await standing()).toEqual([{ network: 'mastodon', title: 'الثانية', edits: 0 }]);
  await desk.follow({ ...newsOn('telegram'), edition: 3 });
  await desk.withdraw(news.id);
  await run();
  expect([await standing(), await acts()]).toEqual([[], ['create dropped', 'create done', 'create dropped', 'delete done']]);
});

describe.each(['mastodon', 'x', 'facebook'] as const)('%s', (kind) => {
  test('an answer that is lost after the network has posted: the post is found again, never made twice', async () => {
    await desk.follow(newsOn(kind));
    await control('fault?name=lost-reply');
    await run();
    expect(await acts()).toEqual(['create unclear SOCIAL_NETWORK_UNCLEAR']);
    await control('fault?name=none');
    await allDue();
    await run();
    expect([await acts(), (await seen()).length]).toEqual([['create done'], 1]);
  });
});

test('an answer lost by a network that shows us nothing waits for a person, and is not sent again by itself', async () => {
  await desk.follow(newsOn('telegram'));
  await control('fault?name=lost-reply');
  await run();
  await control('fault?name=none');
  for (let round = 0; round < 3; round += 1) {
    await allDue();
    await run();
  }
  const [post] = (await pool.query<{ state: string }>('SELECT state FROM post')).rows;
  expect([(await seen()).length, post!.state, await acts()]).toEqual([1, 'unknown', ['create unclear SOCIAL_NETWORK_UNCLEAR']]);
});

test('killed after the act was taken up: it is looked for, and posted since it is not there', async () => {
  await desk.follow(newsOn('x'));
  await claimAct(db);
  await run();
  expect(await acts()).toEqual(['create sending']);
  await pool.query(`UPDATE post_act SET began_at = now() - interval '3 minutes'`);
  await run();
  expect([await acts(), (await seen()).length]).toEqual([['create done'], 1]);
});

test.each(connectedKinds)('%s asks for silence: nothing is sent until then, and other networks go on', async (kind) => {
  await control(`rest?network=${kind}&seconds=3600`);
  await desk.follow(news);
  await run();
  const [network] = (await pool.query<{ rests_until: Date | null }>('SELECT rests_until FROM network WHERE id = $1', [kind])).rows;
  expect(network!.rests_until!.getTime()).toBeGreaterThan(Date.now());
  expect((await standing()).map((one) => one.network).sort()).toEqual(connectedKinds.filter((one) => one !== kind).sort());
  await control(`rest?network=${kind}&seconds=0`);
  await allDue();
  await run();
  expect((await standing()).length).toBe(4);
});

test('a network gets no more in a minute than it takes', async () => {
  for (let count = 0; count < 8; count += 1) await desk.follow({ ...newsOn('x'), id: crypto.randomUUID(), title: { ar: `خبر ${count}`, en: '' } });
  await run();
  expect((await acts()).filter((act) => act === 'create done').length).toBe(6);
});

test('a token that is not taken is told of the network, a person tries again when it is right', async () => {
  await lab.register.keep({ id: 'x', kind: 'x', title: { ar: 'x', en: 'x' }, url: lab.urlOf('x'), account: '', token: 'wrong' });
  await desk.follow(newsOn('x'));
  await run();
  expect([await acts(), (await lab.register.all()).find(({ id }) => id === 'x')?.problem?.code]).toEqual([
    ['create refused SOCIAL_NETWORK_TOKEN'],
    'SOCIAL_NETWORK_TOKEN',
  ]);
});

test('a refused token is told once until the network has worked again, each post that waits for a person once', async () => {
  const ofX = (token: string) => lab.register.keep({ id: 'x', kind: 'x', title: { ar: 'x', en: 'x' }, url: lab.urlOf('x'), account: '', token });
  const another = () => desk.follow({ ...newsOn('x'), id: crypto.randomUUID(), title: { ar: crypto.randomUUID(), en: '' } });
  const count = (type: string) => lab.told.filter((one) => one.startsWith(type)).length;
  await ofX('wrong');
  await another();
  await another();
  await run();
  // Neither the same configuration at the next start nor a network that is away makes it new.
  await ofX('wrong');
  await control('?mode=down');
  await another();
  await run();
  await control('?mode=none');
  await allDue();
  await run();
  expect([count('network.refused x'), count('post.refused')]).toEqual([1, 3]);
  await ofX(tokens.x);
  await pool.query(`UPDATE post_act SET state = 'queued', due_at = now() WHERE state = 'refused'`);
  await run();
  expect(await lab.register.all().then((all) => all.find(({ id }) => id === 'x')?.problem)).toBeNull();
  await ofX('wrong again');
  await another();
  await run();
  expect([count('network.refused x'), count('post.refused')]).toEqual([2, 4]);
});

test.each(['down', 'garbage', 'cut', 'error', 'huge-headers', 'reset'])('a network that is %s loses nothing and is not asked to death', async (mode) => {
  await control(`?mode=${mode}`);
  await desk.follow(newsOn('mastodon'));
  await run();
  await control('?mode=none');
  expect((await acts())[0]).toMatch(/^create (queued|unclear) SOCIAL_NETWORK_/);
  await allDue();
  await run();
  expect([await acts(), (await seen()).length]).toEqual([['create done'], 1]);
});

import type { Db } from '@amanah/plugin-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ConnectedKind } from '../../shared/network-kinds.ts';
import { lostPicture, newsFor, startPostLab, type PostLab } from '../../testing/post-lab.ts';
import { decide } from './post-decisions.ts';
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

const picture = { id: crypto.randomUUID(), alt: { ar: 'ساحة خضراء', en: 'A green square' } };
const another = { id: crypto.randomUUID(), alt: { ar: 'ساحة أخرى', en: 'Another square' } };
const pictures = async () => Object.fromEntries((await seen()).filter(({ gone }) => !gone).map((post) => [post.network, post.picture?.alt ?? !!post.picture]));

test('it goes along, with words for who cannot see it where the network takes them, once on each', async () => {
  await desk.follow({ ...news, picture });
  await Promise.all([run(), run()]);
  expect(await pictures()).toEqual({ mastodon: 'ساحة خضراء', telegram: true, x: 'ساحة خضراء', facebook: 'ساحة خضراء' });
  expect((await seen()).map((post) => post.picture?.bytes)).toEqual([7, 7, 7, 7]);
});

test.each(['mastodon', 'x', 'facebook'] as const)(
  '%s has taken the picture and lost the answer to the post: it is found again with its picture, never made twice',
  async (kind) => {
    await desk.follow({ ...newsOn(kind), picture });
    await control(`fail-afterwards?network=${kind}`);
    await run();
    expect(await acts()).toEqual(['create unclear SOCIAL_NETWORK_UNCLEAR']);
    await allDue();
    await run();
    expect([await acts(), (await seen()).length, await pictures()]).toEqual([['create done'], 1, { [kind]: 'ساحة خضراء' }]);
  },
);

test.each(['mastodon', 'x', 'facebook'] as const)(
  '%s loses the answer to the picture: without a post nobody has seen it, and it is sent again',
  async (kind) => {
    await desk.follow({ ...newsOn(kind), picture });
    await control('fault?name=lost-reply');
    await run();
    expect(await acts()).toEqual(['create queued SOCIAL_NETWORK_AWAY']);
    await control('fault?name=none');
    await allDue();
    await run();
    expect([await acts(), (await seen()).length, await pictures()]).toEqual([['create done'], 1, { [kind]: 'ساحة خضراء' }]);
  },
);

test('on Telegram the picture is the message: its lost answer waits for a person, who says that it is there, and an edit changes the caption', async () => {
  await desk.follow({ ...newsOn('telegram'), picture });
  await control('fail-afterwards?network=telegram');
  await run();
  await allDue();
  await run();
  const [there] = await seen();
  const [post] = (await pool.query<{ id: string; state: string }>('SELECT id, state FROM post')).rows;
  expect([(await seen()).length, post!.state]).toEqual([1, 'unknown']);
  await decide(db, post!.id, 'there', `https://t.me/eamana_demo/${there!.id}`);
  await desk.follow({ ...newsOn('telegram'), picture, edition: 2, title: { ar: 'عنوان مصحح', en: '' } });
  await run();
  expect(await standing()).toEqual([{ network: 'telegram', title: 'عنوان مصحح', edits: 1 }]);
});

test('a picture that was taken is not sent again while its post waits for silence to end', async () => {
  const sent = async () => ((await control('pictures')) as { pictures: unknown[] }).pictures.length;
  const before = await sent();
  await desk.follow({ ...newsOn('x'), picture });
  await control('post-rest?network=x&seconds=3600');
  await run();
  expect(await acts()).toEqual(['create queued SOCIAL_NETWORK_BUSY']);
  await control('post-rest?network=x&seconds=0');
  await allDue();
  await run();
  expect([await acts(), (await sent()) - before, await pictures()]).toEqual([['create done'], 1, { x: 'ساحة خضراء' }]);
});

test('edited words keep it; another picture goes where the network changes one, elsewhere a person lets the post be replaced', async () => {
  await desk.follow({ ...news, picture });
  await run();
  await desk.follow({ ...news, picture, edition: 2, title: { ...news.title, ar: 'عنوان مصحح' } });
  await run();
  const corrected = (await standing()).filter(({ title }) => title === 'عنوان مصحح');
  expect(corrected.map(({ network }) => network).sort()).toEqual(['facebook', 'mastodon', 'telegram']);
  expect(await pictures()).toEqual({ mastodon: 'ساحة خضراء', telegram: true, x: 'ساحة خضراء', facebook: 'ساحة خضراء' });
  await desk.follow({ ...news, picture: another, edition: 3 });
  await run();
  expect(await pictures()).toEqual({ mastodon: 'ساحة أخرى', telegram: true, x: 'ساحة خضراء', facebook: 'ساحة خضراء' });
  expect((await acts()).filter((act) => act === 'update refused SOCIAL_EDIT_IMPOSSIBLE').length).toBe(3);
  const others = (await pool.query<{ id: string }>(`SELECT id FROM post WHERE network <> 'mastodon'`)).rows;
  for (const { id } of others) expect(await desk.replace(id)).toBe(true);
  await run();
  expect(await pictures()).toEqual({ mastodon: 'ساحة أخرى', telegram: true, x: 'ساحة أخرى', facebook: 'ساحة أخرى' });
  await desk.follow({ ...newsOn('mastodon'), edition: 4 });
  await run();
  expect(await pictures()).toEqual({ mastodon: false });
});

test('words that somebody wrote longer than stands beside a picture stand without it, and so does a post whose picture is there no more', async () => {
  await desk.follow({ ...news, picture, networks: [{ id: 'telegram', words: 'كلمة '.repeat(300) }] });
  await desk.follow({ ...newsOn('x'), id: crypto.randomUUID(), picture: { ...picture, id: lostPicture } });
  await run();
  expect(await acts()).toEqual(['create done', 'create done']);
  expect((await pool.query('SELECT picture FROM post')).rows).toEqual([{ picture: null }, { picture: null }]);
});

import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchStandIn, type Launched } from '../legacy/process/launch.ts';
import { newsWriters, type NewsWriters } from './pages/news-writers.ts';

interface Home {
  readonly accepted: string[];
  readonly notes: Record<string, { content: string; edits: number; gone: boolean }>;
}

let hub: TestHub;
let peer: Launched;
let desk: NewsWriters;
let actor: string;

const within = { timeout: 60_000, interval: 500 };
const control = async <Answer>(call: string): Promise<Answer> => {
  const answer = await fetch(`${peer.faults}${call}`, { method: 'POST' });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Answer;
};
const home = () => control<Home>('home');
const notes = async () => Object.values((await home()).notes);
const followers = async (client: CookieJar) => {
  const { networks } = (await (await client.fetch('/api/social/office/networks')).json()) as { networks: { id: string; followers: number | null }[] };
  return networks.find(({ id }) => id === 'fediverse')?.followers;
};

const moderate = async (client: CookieJar, method: string, path: string, body?: object) => {
  const answer = await client.fetch(`/api/social/office/account/blocks${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

beforeAll(async () => {
  [hub, peer] = await Promise.all([
    createTestHub({ profile: 'test', signIn: 'staff' }),
    launchStandIn(new URL('../legacy/fediverse/server.ts', import.meta.url)),
  ]);
  desk = await newsWriters(hub);
}, 120_000);
afterAll(async () => {
  await peer?.stop();
  await hub?.remove();
});

describe('our account in the Fediverse', () => {
  test('is found by its handle', async () => {
    const answer = await fetch(`${hub.url}/.well-known/webfinger?resource=acct:eamana@${new URL(hub.url).host}`);
    expect(answer.headers.get('content-type')).toContain('application/jrd+json');
    const { links } = (await answer.json()) as { links: { rel: string; type?: string; href: string }[] };
    actor = links.find(({ rel, type }) => rel === 'self' && type === 'application/activity+json')!.href;
    const account = (await (await fetch(actor, { headers: { accept: 'application/activity+json' } })).json()) as {
      type: string;
      preferredUsername: string;
      name: string;
    };
    expect([account.type, account.preferredUsername, account.name]).toEqual(['Organization', 'eamana', expect.stringContaining('أمانة المنطقة الشرقية')]);
  });

  test('takes a follower, who is told so; how many follow is known, who they are is shown to nobody', async () => {
    await control(`follow?actor=${encodeURIComponent(actor)}`);
    await expect.poll(async () => (await home()).accepted, within).toEqual([actor]);
    expect(await followers(desk.head)).toBe(1);
    const list = (await (await fetch(`${actor}/followers`, { headers: { accept: 'application/activity+json' } })).json()) as {
      totalItems: number;
      orderedItems?: unknown[];
    };
    expect([list.totalItems, list.orderedItems ?? []]).toEqual([1, []]);
  });

  test('a news item arrives with both languages and its link, an edit follows, and a withdrawal takes it off', async () => {
    const id = await desk.publish({ title: { ar: 'افتتاح حديقة', en: 'A park opens' }, networks: [{ id: 'fediverse', words: null }] });
    await expect.poll(async () => (await notes()).length, within).toBe(1);
    const [note] = await notes();
    expect(note!.content).toMatch(/^<p>افتتاح حديقة<\/p><p>.*<p>A park opens<\/p>.*href="http:\/\/[^"]+\/go\/[0-9A-Z]{10}"/s);
    const link = /href="([^"]+)"/.exec(note!.content)![1]!;
    const led = await fetch(link, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' } });
    await fetch(link, { redirect: 'manual', headers: { 'user-agent': 'Mastodon/4.4 (http.rb; +https://social.example/) Bot' } });
    expect([led.status, led.headers.get('location')]).toEqual([302, expect.stringMatching(/^\/news\//)]);
    expect((await desk.posts(id)).map(({ state, clicks }) => [state, clicks])).toEqual([['out', 1]]);

    await desk.publish({ id, title: { ar: 'افتتاح حديقة الملك', en: 'A park opens' }, networks: [{ id: 'fediverse', words: null }] });
    await expect.poll(async () => (await notes()).map(({ edits }) => edits), within).toEqual([1]);
    expect((await notes())[0]!.content).toContain('افتتاح حديقة الملك');

    await desk.withdraw(id);
    await expect.poll(async () => (await notes()).map(({ gone }) => gone), within).toEqual([true]);
    const address = Object.keys((await home()).notes)[0]!;
    expect((await fetch(address, { headers: { accept: 'application/activity+json' } })).status).toBe(404);
  });

  test('what a person wrote stands as text, whatever it looks like', async () => {
    const before = (await notes()).length;
    await desk.publish({ title: { ar: '<img src=x onerror=alert(1)> "خبر"', en: '&lt;b&gt;' }, networks: [{ id: 'fediverse', words: null }] });
    await expect.poll(async () => (await notes()).length, within).toBe(before + 1);
    expect((await notes()).at(-1)!.content).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test.each([
    ['unsigned', [401]],
    ['changed', [401]],
    ['other-key', [401]],
    ['old', [401]],
    ['replayed', [202, 401]],
  ])('a delivery that is %s is refused', async (how, statuses) => {
    expect(await control(`forge?actor=${encodeURIComponent(actor)}&how=${how}`)).toEqual({ statuses });
  });

  test('a blocked server loses its followers, cannot follow and is told of no edit; lifted, it follows again', async () => {
    const before = await home();
    const networks = [{ id: 'fediverse', words: null }];
    const id = await desk.publish({ title: { ar: 'سوق الخميس', en: 'Thursday market' }, networks });
    const edits = async () => (await notes()).filter(({ content }) => /Market|market/.test(content)).map((note) => note.edits);
    await expect.poll(edits, within).toEqual([0]);

    const blocked = await moderate(desk.head, 'POST', '', { kind: 'server', address: `${new URL(peer.url).hostname}.:9`, reason: 'Sends spam' });
    expect(blocked).toMatchObject({ status: 200, body: { address: new URL(peer.url).hostname } });
    expect(await followers(desk.head)).toBe(0);
    // The inbox answers only after the follow was decided about.
    await control(`follow?actor=${encodeURIComponent(actor)}`);
    expect(await followers(desk.head)).toBe(0);
    await desk.publish({ id, title: { ar: 'سوق الخميس', en: 'Market unseen' }, networks });
    await expect.poll(async () => (await desk.posts(id)).map(({ act }) => [act?.act, act?.state]), within).toEqual([['update', 'done']]);

    const { blocks } = (await moderate(desk.head, 'GET', '')).body as { blocks: object[] };
    expect(blocks).toEqual([expect.objectContaining({ kind: 'server', reason: 'Sends spam', by: expect.anything(), at: expect.any(String) })]);
    expect((await moderate(desk.head, 'DELETE', `/${blocked.body['id']}`)).status).toBe(200);
    expect((await moderate(desk.head, 'DELETE', `/${blocked.body['id']}`)).body).toMatchObject({ code: 'SOCIAL_BLOCK_UNKNOWN' });
    await control(`follow?actor=${encodeURIComponent(actor)}`);
    await expect.poll(async () => (await home()).accepted.length, within).toBe(before.accepted.length + 1);
    expect(await followers(desk.head)).toBe(1);
    await desk.publish({ id, title: { ar: 'سوق الخميس', en: 'Market again' }, networks });
    await expect.poll(edits, within).toEqual([1]);
    expect((await notes()).some(({ content }) => content.includes('Market unseen'))).toBe(false);
  });

  test('one account is blocked by its address and follows again when that is lifted', async () => {
    const { body } = await moderate(desk.head, 'POST', '', { kind: 'account', address: `@Salem@${new URL(peer.url).host}`, reason: 'Sends spam' });
    await control(`follow?actor=${encodeURIComponent(actor)}`);
    expect(await followers(desk.head)).toBe(0);
    await moderate(desk.head, 'DELETE', `/${body['id']}`);
    await control(`follow?actor=${encodeURIComponent(actor)}`);
    await expect.poll(() => followers(desk.head), within).toBe(1);
  });

  test('whoever may not moderate sees no blocks, blocks nothing and lifts nothing; what names no server is refused', async () => {
    const spam = { kind: 'server', address: 'spam.example', reason: 'Sends spam' };
    const asked = [
      moderate(desk.writer, 'GET', ''),
      moderate(desk.writer, 'POST', '', spam),
      moderate(desk.writer, 'DELETE', `/${crypto.randomUUID()}`),
      moderate(desk.head, 'POST', '', { ...spam, address: 'no name' }),
      moderate(desk.head, 'POST', '', { ...spam, reason: 'no' }),
    ];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([403, 403, 403, 422, 422]);
  });

  test('whoever leaves is told nothing more', async () => {
    await control(`unfollow?actor=${encodeURIComponent(actor)}`);
    await expect.poll(() => followers(desk.head), within).toBe(0);
  });
});

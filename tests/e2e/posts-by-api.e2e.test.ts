import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIns } from '../legacy/start-stand-ins.ts';
import { newsWriters, type NewsWriters } from './pages/news-writers.ts';
import { standInFaults } from './pages/stand-in-faults.ts';

interface Kept {
  readonly network: string;
  readonly text: string;
  readonly edits: number;
  readonly gone: boolean;
}

const within = { timeout: 90_000, interval: 500 };
const networks = ['mastodon', 'telegram', 'x', 'facebook'].map((id) => ({ id, words: null }));

const quiet = () => {};

let dataDir: string;
let standIns: Awaited<ReturnType<typeof startStandIns>>;
let hub: TestHub;
let desk: NewsWriters;
let operator: CookieJar;
let faults: (call: string) => Promise<unknown>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amanah-posts-'));
  standIns = await startStandIns({ dataDir, log: { info: quiet, warn: quiet }, which: ['social-networks'] });
  hub = await createTestHub({ profile: 'demo', signIn: 'staff', dataDir, readyMs: 120_000 });
  desk = await newsWriters(hub);
  const secret = await hub.addPerson('network-operator-1', 'network-operator-password', { role: 'operator@eamana', factor: 'totp' });
  operator = hub.client();
  await operator.signIn('network-operator-1', 'network-operator-password', () => new TOTP({ secret: Secret.fromBase32(secret!) }).generate());
  faults = standInFaults(dataDir, 'social-networks');
}, 240_000);
afterAll(async () => {
  await hub?.remove();
  await standIns?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const kept = async (title: string) => ((await faults('posts')) as { posts: Kept[] }).posts.filter(({ text }) => text.startsWith(title));
const there = async (title: string) => (await kept(title)).filter(({ gone }) => !gone).map(({ network }) => network);
const ask = async (client: CookieJar, method: string, path: string, body: object) => {
  const answer = await client.fetch(`/api/social${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return {
    status: answer.status,
    body: (await answer.json()) as { code?: string; previews?: { network: string; words: string; fits: boolean; length: number; most: number }[] },
  };
};

describe('news on networks', () => {
  test('a writer sees beforehand how it reads on each network, and is told where words are too long', async () => {
    const matter = { title: { ar: 'عنوان', en: 'Title' }, summary: { ar: 'ملخص', en: 'Summary' } };
    const { body } = await ask(desk.writer, 'POST', '/office/previews', { ...matter, networks: [{ id: 'x', words: 'طويل '.repeat(80) }] });
    const of = (id: string) => body.previews!.find(({ network }) => network === id)!;
    expect([of('mastodon').fits, of('mastodon').words.split('\n')[0], of('x').fits, of('x').most]).toEqual([true, 'عنوان', false, 280]);
    expect(of('facebook').words).toMatch(/\/go\/0{10}$/);
    await expect(desk.publish({ title: { ar: 'خبر طويل', en: 'Long' }, networks: [{ id: 'x', words: 'طويل '.repeat(80) }] })).rejects.toThrow(
      'SOCIAL_WORDS_TOO_LONG',
    );
  });

  test('appears on each once, follows an edit, says where it cannot, is replaced there by a person, and goes when it is withdrawn', async () => {
    const id = await desk.publish({ title: { ar: 'خبر أول', en: 'First' }, networks });
    await expect.poll(() => there('خبر أول'), within).toHaveLength(4);
    await desk.publish({ id, title: { ar: 'خبر معدل', en: 'First, changed' }, networks });
    await expect.poll(async () => (await kept('خبر معدل')).map(({ edits }) => edits), within).toEqual([1, 1, 1]);
    const onX = async () => (await desk.posts(id)).find(({ network }) => network === 'x')!;
    await expect.poll(async () => (await onX()).act?.problem?.code, within).toBe('SOCIAL_EDIT_IMPOSSIBLE');
    expect((await onX()).may).toEqual(['replace']);
    expect((await ask(desk.writer, 'POST', `/office/posts/${(await onX()).id}/decision`, { decision: 'replace' })).status).toBe(403);
    expect((await ask(desk.head, 'POST', `/office/posts/${(await onX()).id}/decision`, { decision: 'replace' })).status).toBe(200);
    await expect.poll(() => there('خبر معدل'), within).toHaveLength(4);
    expect((await ask(desk.head, 'POST', `/office/posts/${(await onX()).id}/decision`, { decision: 'replace' })).body.code).toBe('SOCIAL_POST_SETTLED');
    await desk.withdraw(id);
    await expect.poll(() => there('خبر'), within).toEqual([]);
  });

  test('an answer that was lost is a question for a person where the network shows nothing, and is never posted twice', async () => {
    await faults('fault?name=lost-reply');
    const id = await desk.publish({ title: { ar: 'جواب ضائع', en: 'Lost' }, networks: [{ id: 'telegram', words: null }] });
    const post = async () => (await desk.posts(id))[0]!;
    await expect.poll(async () => (await post()).act?.state, within).toBe('unclear');
    await faults('fault?name=none');
    await expect.poll(async () => (await post()).may, within).toEqual(['there', 'not-there']);
    expect(
      (await ask(desk.head, 'POST', `/office/posts/${(await post()).id}/decision`, { decision: 'there', address: 'https://t.me/eamana_demo/77' })).status,
    ).toBe(200);
    expect([(await post()).state, (await post()).url, await there('جواب ضائع')]).toEqual(['out', 'https://t.me/eamana_demo/77', ['telegram']]);
  });

  test('a token is asked about before it is kept, told to nobody, and only an operator gives it', async () => {
    const { networks: seen } = (await (await desk.head.fetch('/api/social/office/networks')).json()) as { networks: { id: string; url: string }[] };
    expect(JSON.stringify(seen)).not.toContain('token');
    const { url } = seen.find(({ id }) => id === 'mastodon')!;
    const network = { kind: 'mastodon', title: { ar: 'ثانية', en: 'Second' }, url, token: 'wrong' };
    expect((await ask(desk.head, 'PUT', '/office/networks/second', network)).status).toBe(403);
    expect((await ask(operator, 'PUT', '/office/networks/second', network)).body.code).toBe('SOCIAL_NETWORK_TOKEN');
    expect((await ask(operator, 'PUT', '/office/networks/second', { ...network, token: 'mastodon-demo-token' })).status).toBe(200);
    expect(hub.log()).not.toContain('mastodon-demo-token');
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { Secret, TOTP } from 'otpauth';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIns } from '../legacy/start-stand-ins.ts';
import { newsWriters, type NewsWriters } from './pages/news-writers.ts';
import { standInFaults } from './pages/stand-in-faults.ts';

interface Kept {
  readonly network: string;
  readonly text: string;
  readonly edits: number;
  readonly gone: boolean;
  readonly picture: { readonly alt: string | null } | null;
}

interface Seen {
  readonly id: string;
  readonly url: string;
  readonly version: number;
  readonly paused: boolean;
  readonly problem: { readonly code: string } | null;
  readonly lastRefusal: { readonly news: string } | null;
}

const rightToken = '1448:telegram-demo-token';
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
const networksSeen = async () => ((await (await operator.fetch('/api/social/office/networks')).json()) as { networks: Seen[] }).networks;
/** Pages of a person's notices whose title names something, newest first. */
const toldOf = async (client: CookieJar, named: string) =>
  ((await (await client.fetch('/api/notifications')).json()) as { items: { title: string; to: string }[] }).items
    .filter(({ title }) => title.includes(named))
    .map(({ to }) => to);

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

  test('appears on each once with its picture, follows an edit, says where it cannot, is replaced there by a person, and goes when it is withdrawn', async () => {
    const drawn = sharp({ create: { width: 400, height: 300, channels: 3, background: '#25935f' } });
    const photo = { bytes: new Uint8Array(await drawn.jpeg().toBuffer()), alt: { ar: 'ساحة خضراء', en: 'A green square' } };
    const id = await desk.publish({ title: { ar: 'خبر أول', en: 'First' }, photo, networks });
    await expect.poll(() => there('خبر أول'), within).toHaveLength(4);
    expect((await kept('خبر أول')).map(({ network, picture }) => [network, picture?.alt, picture !== null]).toSorted()).toEqual([
      ['facebook', 'ساحة خضراء', true],
      ['mastodon', 'ساحة خضراء', true],
      ['telegram', null, true],
      ['x', 'ساحة خضراء', true],
    ]);
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
    const { networks: seen } = (await (await desk.head.fetch('/api/social/office/networks')).json()) as { networks: Seen[] };
    expect(JSON.stringify(seen)).not.toContain('token');
    const { url } = seen.find(({ id }) => id === 'mastodon')!;
    const network = { kind: 'mastodon', title: { ar: 'ثانية', en: 'Second' }, url, token: 'wrong', version: 0 };
    const right = { ...network, token: 'mastodon-demo-token' };
    expect((await ask(desk.head, 'PUT', '/office/networks/second', network)).status).toBe(403);
    const inClear = { ...network, url: 'http://mastodon.example' };
    expect((await ask(operator, 'PUT', '/office/networks/second', inClear)).body).toMatchObject({ code: 'HTTP_INVALID_INPUT', fields: [{ path: 'url' }] });
    expect((await ask(operator, 'PUT', '/office/networks/second', network)).body.code).toBe('SOCIAL_NETWORK_TOKEN');
    expect((await ask(operator, 'PUT', '/office/networks/second', right)).status).toBe(200);
    expect((await ask(operator, 'PUT', '/office/networks/second', right)).body.code).toBe('SOCIAL_NETWORK_TAKEN');
    expect((await ask(operator, 'PUT', '/office/networks/second', { ...right, version: 7 })).body.code).toBe('SOCIAL_NETWORK_CHANGED');
    expect((await ask(operator, 'PUT', '/office/networks/second/token', { version: 1, token: 'wrong' })).body.code).toBe('SOCIAL_NETWORK_TOKEN');
    expect(await ask(operator, 'POST', '/office/networks/second/try', {})).toMatchObject({ status: 200, body: { account: '@amanah' } });
    expect((await ask(desk.head, 'POST', '/office/networks/try', { kind: 'mastodon', url, token: 'x' })).status).toBe(403);
    expect((await ask(operator, 'DELETE', '/office/networks/second', {})).status).toBe(200);
    expect(hub.log()).not.toContain('mastodon-demo-token');
  });

  test('a refused token is told once to who may repair it, the post to its writer and its approver; renewed, the post goes out when a person tries again', async () => {
    const onTelegram = { id: 'canary', kind: 'telegram', title: { ar: 'قناة الاختبار', en: 'Test channel' }, account: '@eamana_demo' };
    const { url } = (await networksSeen()).find(({ id }) => id === 'telegram')!;
    expect((await ask(operator, 'PUT', '/office/networks/canary', { ...onTelegram, url, token: rightToken, version: 0 })).status).toBe(200);
    const stale = await hub.cli('network', 'list', '--json');
    expect(JSON.parse(stale.stdout)).toContainEqual(
      expect.objectContaining({ id: 'canary', knownAs: '@eamana_demo', left: { minute: { left: 20, most: 20 }, day: { left: 5_000, most: 5_000 } } }),
    );
    await faults('token?network=telegram&value=canary-took-its-place');
    const ids = [
      await desk.publish({ title: { ar: 'مرفوض أول', en: 'Refused one' }, networks: [{ id: 'canary', words: null }] }),
      await desk.publish({ title: { ar: 'مرفوض ثان', en: 'Refused two' }, networks: [{ id: 'canary', words: null }] }),
    ];
    for (const id of ids) await expect.poll(async () => (await desk.posts(id))[0]?.act?.problem?.code, within).toBe('SOCIAL_NETWORK_TOKEN');
    await expect.poll(() => toldOf(desk.writer, 'قناة الاختبار'), within).toEqual(['/staff/news/' + ids[1], '/staff/news/' + ids[0]]);
    await expect.poll(() => toldOf(desk.head, 'قناة الاختبار'), within).toHaveLength(2);
    await expect.poll(() => toldOf(operator, 'قناة الاختبار'), within).toEqual(['/staff/social/networks']);
    const { version, problem, lastRefusal } = (await networksSeen()).find(({ id }) => id === 'canary')!;
    expect([problem?.code, lastRefusal?.news]).toEqual(['SOCIAL_NETWORK_TOKEN', ids[1]]);
    expect((await ask(operator, 'PUT', '/office/networks/canary/token', { version, token: 'canary-took-its-place' })).status).toBe(200);
    const [post] = await desk.posts(ids[0]!);
    expect(post!.may).toEqual(['retry']);
    expect((await ask(desk.writer, 'POST', `/office/posts/${post!.id}/decision`, { decision: 'retry' })).status).toBe(403);
    expect((await ask(desk.head, 'POST', `/office/posts/${post!.id}/decision`, { decision: 'retry' })).status).toBe(200);
    await expect.poll(async () => (await desk.posts(ids[0]!))[0]?.state, within).toBe('out');
    expect(await toldOf(operator, 'قناة الاختبار')).toHaveLength(1);
    await faults(`token?network=telegram&value=${rightToken}`);
  });

  test('the same by commands: a token comes from a file, is tried before it is kept, and stands in no answer, log or record', async () => {
    const { url } = (await networksSeen()).find(({ id }) => id === 'x')!;
    const file = join(dataDir, 'token');
    const add = (id: string) => [
      'network',
      'add',
      '--id',
      id,
      '--kind',
      'x',
      '--title-ar',
      'إكس',
      '--title-en',
      'X',
      '--url',
      url,
      '--token-file',
      file,
      '--json',
    ];
    await writeFile(file, 'canary-that-nobody-took\n');
    const refused = await hub.cli(...add('by-command'));
    expect([refused.code, refused.stdout + refused.stderr]).toEqual([1, expect.stringContaining('SOCIAL_NETWORK_TOKEN')]);
    expect((await networksSeen()).map(({ id }) => id)).not.toContain('by-command');
    await faults('token?network=x&value=canary-that-is-right');
    await writeFile(file, 'canary-that-is-right\n');
    const said = [refused, await hub.cli(...add('by-command')), await hub.cli('network', 'try', '--id', 'by-command', '--json')];
    expect(said.map(({ code }) => code)).toEqual([1, 0, 0]);
    expect(JSON.parse(said[2]!.stdout)).toEqual({ id: 'by-command', account: '@eamana_demo' });
    const pausing = [await hub.cli('network', 'pause', '--id', 'by-command'), await hub.cli('network', 'token', '--id', 'by-command', '--token-file', file)];
    expect(pausing.map(({ code }) => code)).toEqual([0, 0]);
    expect((await networksSeen()).find(({ id }) => id === 'by-command')).toMatchObject({ paused: true, version: 2 });
    said.push(...pausing, await hub.cli('network', 'list'), await hub.cli('audit', 'export', join(dataDir, 'audit.jsonl')));
    expect((await hub.cli('network', 'remove', '--id', 'by-command')).code).toBe(0);
    const everywhere = JSON.stringify([said, await networksSeen()]) + hub.log() + (await readFile(join(dataDir, 'audit.jsonl'), 'utf8'));
    expect(everywhere).not.toMatch(/canary-(that|took)/);
    await faults('token?network=x&value=x-demo-token');
  });
});

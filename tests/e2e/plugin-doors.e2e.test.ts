import { once } from 'node:events';
import { createTestHub, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { doorPlugin } from './pages/door-plugin.ts';
import { trialPlugins, type TrialPlugins } from './pages/trial-plugins.ts';

let trial: TrialPlugins;
let hub: TestHub;
beforeAll(async () => {
  trial = trialPlugins({ doors: doorPlugin });
  hub = await createTestHub({ env: { AMANAH_PLUGINS_DIR: trial.folder, AMANAH_LOG_LEVEL: 'info' }, readyMs: 120_000 });
}, 180_000);
afterAll(async () => {
  await hub?.remove();
  trial?.remove();
});

describe('commands that a plugin brings', () => {
  test('are listed and explained, and work beside the running hub under the role of the plugin', async () => {
    expect((await hub.cli('--help')).stdout).toMatch(/^ {2}room .+of the plugin doors$/m);
    expect((await hub.cli('room', 'open', '--help')).stdout).toMatch(/--name <value> +its name \(needed\)/);
    const { code, stdout, stderr } = await hub.cli('room', 'open', '--name', 'hall', '--seats', '40', '--guest', 'a', '--guest', 'b', '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({ name: 'hall', seats: 40, guest: ['a', 'b'], quiet: false, floor: 3, role: expect.stringContaining('plugin_doors') });
    expect(await (await fetch(`${hub.url}/doors/hall`)).json()).toEqual([{ name: 'hall', seats: 40 }]);
    expect((await hub.cli('room', 'open', '--name', 'attic', '--seats', '2', '--quiet')).stdout).toBe('attic: 2\n');
  });

  test.each([
    [['--name', 'hall'], /^room open: --seats is needed$/],
    [['--name', 'Hall', '--seats', 'many'], /^room open: --name: lower-case letters; --seats: .+$/],
    [['--nam', 'hall'], /^unknown option '--nam'.*$/s],
    [['extra'], /^too many arguments.+$/],
  ])('say in one line what they do not take: %j', async (given, said) => {
    const plain = await hub.cli('room', 'open', ...given);
    expect(plain.code).toBe(1);
    expect(plain.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
    expect(plain.stderr.trim()).toMatch(said);
    const json = await hub.cli('room', 'open', ...given, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'ARGUMENTS_REFUSED', title: expect.stringMatching(said) } });
  });

  test('a failure of the catalogue keeps its code', async () => {
    const { code, stdout } = await hub.cli('room', 'open', '--name', 'cellar', '--seats', '1', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { error: { code: 'HTTP_NOT_FOUND' } }]);
  });
});

describe('the doors of a plugin', () => {
  const open = async (cookie: string, origin = hub.url) =>
    new WebSocket(`ws://127.0.0.1:${hub.port}/api/doors/rooms/hall`, { origin, headers: { Cookie: cookie } });

  test('a root address is answered, logged by its path and counted by its pattern', async () => {
    expect((await fetch(`${hub.url}/doors/hall?code=secret`)).headers.get('content-type')).toBe('text/plain');
    expect((await fetch(`${hub.url}/doors`, { headers: { accept: 'text/html' } })).status).toBe(404);
    await expect.poll(() => hub.log(), { timeout: 20_000 }).toContain('"path":"/doors/hall"');
    expect(hub.log()).not.toContain('code=secret');
    expect(await (await fetch(`${hub.url}/metrics`)).text()).toContain('route="/doors/:room"');
  });

  test('the handler hears that its caller has gone', async () => {
    const gone = new AbortController();
    const answer = await fetch(`${hub.url}/api/doors/slow`, { signal: gone.signal });
    expect(answer.status).toBe(200);
    gone.abort();
    await expect.poll(() => hub.log(), { timeout: 20_000 }).toContain('the caller has gone');
  });

  test('a socket knows the person, ends when they sign out, and is not opened without the permission or from the host of a system', async () => {
    await hub.addPerson('roomkeeper', 'roomkeeper-password-1', { role: 'administrator@eamana' });
    const keeper = await hub.signIn('roomkeeper', 'roomkeeper-password-1');
    const socket = await open(keeper.cookie);
    const messages: string[] = [];
    socket.on('message', (data: Buffer) => messages.push(data.toString()));
    await expect.poll(() => messages, { timeout: 20_000 }).toEqual(['roomkeeper in hall']);
    const closed = once(socket, 'close');
    await keeper.fetch('/auth/sign-out', { method: 'POST' });
    expect((await closed)[0]).toBe(4401);

    const alice = await hub.signIn('alice', 'alice-password');
    expect(await refusal(await open(alice.cookie))).toBe(403);
    expect(await refusal(await open(keeper.cookie))).toBe(401);
    expect(await refusal(await open(alice.cookie, `http://wiki.localhost:${hub.port}`))).toBe(403);
  });

  test('it is closed when the hub drains, which ends in time', async () => {
    const keeper = await hub.signIn('roomkeeper', 'roomkeeper-password-1');
    const socket = await open(keeper.cookie);
    await once(socket, 'message');
    const closed = once(socket, 'close');
    expect(await hub.stop()).toBe(0);
    expect((await closed)[0]).toBe(1001);
  });
});

async function refusal(socket: WebSocket): Promise<number> {
  socket.on('error', () => {});
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number; resume(): void }];
  answer.resume();
  return answer.statusCode;
}

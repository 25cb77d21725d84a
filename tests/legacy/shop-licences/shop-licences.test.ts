import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import iconv from 'iconv-lite';
import { BrowserSession } from '../process/browser-session.ts';
import { launchStandIn, type Launched } from '../process/launch.ts';

let system: Launched;
beforeAll(async () => {
  system = await launchStandIn(new URL('server.ts', import.meta.url));
});
afterAll(() => system.stop());

const read = async (response: Response) => iconv.decode(Buffer.from(await response.arrayBuffer()), 'windows-1256');

async function signedIn(): Promise<{ browser: BrowserSession; cookie: string }> {
  const browser = new BrowserSession();
  const page = await read(await browser.request(`${system.url}/rokhas/login.asp`));
  const token = /NAME="__TOKEN" VALUE="(\w+)"/.exec(page)?.[1] ?? '';
  const answer = await browser.post(`${system.url}/rokhas/login.asp`, { __TOKEN: token, txtUser: 'alice.kh', txtPass: 'Khobar-1428' });
  expect(answer.headers.get('location')).toBe(`${system.url}/rokhas/default.asp`);
  return { browser, cookie: (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' };
}

describe('stand-in for the old shop-licence system', () => {
  it('sends a visitor without its session to its own sign-in form by an absolute address', async () => {
    const answer = await fetch(`${system.url}/`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(`${system.url}/rokhas/default.asp`);
    const { url } = await new BrowserSession().follow(`${system.url}/`);
    expect(url.pathname).toBe('/rokhas/login.asp');
  });

  it('refuses a sign-in without the token of its form', async () => {
    const browser = new BrowserSession();
    await browser.request(`${system.url}/rokhas/login.asp`);
    const answer = await browser.post(`${system.url}/rokhas/login.asp`, { __TOKEN: 'guess', txtUser: 'alice.kh', txtPass: 'Khobar-1428' });
    expect(answer.status).toBe(200);
    expect(await read(answer)).toContain('انتهت صلاحية النموذج');
  });

  it('searches in Windows-1256', async () => {
    const { browser } = await signedIn();
    const wanted = [...iconv.encode('بقالة', 'windows-1256')].map((byte) => `%${byte.toString(16)}`).join('');
    const answer = await browser.request(`${system.url}/rokhas/search.asp?q=${wanted}`);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=windows-1256');
    expect(await read(answer)).toContain('<B ID="count">8</B>');
  });

  it('takes a file and gives it back, whole and in ranges', async () => {
    const { browser } = await signedIn();
    const token = /\?t=(\w+)"/.exec(await read(await browser.request(`${system.url}/rokhas/attach.asp`)))?.[1];
    const form = new FormData();
    form.set('file1', new File(['0123456789'], 'عقد.txt'));
    const stored = await read(await browser.request(`${system.url}/rokhas/attach.asp?t=${token}`, { method: 'POST', body: form }));
    const link = /HREF="([^"]+\?file=[^"]+)"/.exec(stored)?.[1] ?? '';
    const part = await browser.request(link, { headers: { range: 'bytes=2-4' } });
    expect([part.status, await part.text()]).toEqual([206, '234']);
  });

  it('speaks WebSocket to its own session only', async () => {
    const { cookie } = await signedIn();
    const said = await new Promise((resolve, reject) => {
      const socket = new WebSocket(`${system.url.replace('http', 'ws')}/rokhas/live`, { headers: { cookie } });
      socket.on('error', reject).on('message', (data) => {
        resolve(JSON.parse(String(data)));
        socket.close();
      });
    });
    expect(said).toEqual({ hello: 'alice.kh' });
  });

  it.each(['error', 'reset', 'garbage', 'huge-headers', 'down', 'cut'])('plays %s and recovers', async (mode) => {
    await fetch(`${system.faults}?mode=${mode}`, { method: 'POST' });
    const outcome = await fetch(`${system.url}/rokhas/login.asp`)
      .then(async (answer) => (await answer.text(), answer.status))
      .catch(() => 'failed');
    expect(outcome).toBe(mode === 'error' ? 500 : 'failed');
    await fetch(`${system.faults}?mode=none`, { method: 'POST' });
    expect((await fetch(`${system.url}/rokhas/login.asp`)).status).toBe(200);
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { FormSignIn } from './form-sign-in.ts';

const canary = 'canary-password-7f3a';
let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

/** A system that answers as the test says; `asked` is what it was sent. */
async function system(answer: (request: IncomingMessage, response: ServerResponse) => void, answerMs = 2_000) {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const form = {
    page: '/in',
    usernameField: 'u',
    passwordField: 'p',
    fields: {},
    signedOut: { redirectTo: '/in' },
    success: { redirectTo: '/home' },
    charset: 'utf-8',
  };
  return {
    asked,
    host,
    signIn: () => new FormSignIn({ upstream: `http://${host}`, answerMs, maxHeaderBytes: 16_384, form }).signIn({ username: 'a', password: canary }),
  };
}

test.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
  ['never answers', () => {}],
  ['stops in the middle of its page', (_request, response) => void response.write('<form>')],
  ['closes the connection', (_request, response) => void response.socket?.destroy()],
  ['sends garbage instead of HTTP', (_request, response) => void response.socket?.end('\u0000\u0001garbage\r\n\r\n')],
  ['sends a head without end', (_request, response) => void response.socket?.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(100_000)}`)],
  ['sends a page without end', (_request, response) => void response.end(Buffer.alloc(3_000_000, 'x'))],
  ['has no such form', (_request, response) => void response.end('<p>closed</p>')],
  ['fails on the form it gave', (request, response) => void response.writeHead(request.method === 'POST' ? 500 : 200).end('<form><input name=u></form>')],
])('a system that %s is told from a wrong password, within its time, and the password is in no word of it', async (_title, answer) => {
  const { signIn } = await system(answer, 300);
  const outcome = await signIn();
  expect(outcome).toMatchObject({ signedIn: false, reason: 'unreachable' });
  expect(JSON.stringify(outcome)).not.toContain(canary);
});

test('a form that points elsewhere is still sent to the system itself, and redirects are not followed', async () => {
  const { asked, host, signIn } = await system((request, response) => {
    if (request.method === 'GET') return void response.end('<form action="http://attacker.example/steal" method=post><input name=u></form>');
    response.writeHead(302, { location: 'http://attacker.example/steal' }).end();
  });
  await signIn();
  expect(asked).toEqual([`GET ${host} /in`, `POST ${host} /steal`]);
});

test('a sign-in is tried once, and leaves no connection open', async () => {
  const { asked, signIn } = await system((request, response) => {
    if (request.method === 'GET') return void response.end('<form><input name=u></form>');
    response.end('wrong');
  });
  expect(await signIn()).toMatchObject({ signedIn: false, reason: 'refused' });
  expect(asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  await expect.poll(() => new Promise((resolve) => server.getConnections((_error, count) => resolve(count)))).toBe(0);
});

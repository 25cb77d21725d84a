import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { encodeForm, FormSignIn } from './form-sign-in.ts';
import { readSignInForm } from './sign-in-form.ts';

let server: Server;
const posted: string[] = [];
afterEach(() => void server?.closeAllConnections());

async function system(answerMs = 2_000): Promise<FormSignIn> {
  server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.setHeader('set-cookie', 'OLDSESS=before; Path=/old');
      return response.end(
        `<FORM ACTION=login.asp METHOD=post><input type=hidden name=__TOKEN value='t&amp;1'><INPUT NAME=txtUser><input name=txtPass type=password></FORM>`,
      );
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
    request.on('end', () => {
      posted.push(`${request.headers.cookie} ${body}`);
      if (!body.includes('txtPass=right')) return response.end('wrong');
      response.writeHead(302, { location: '/old/default.asp', 'set-cookie': 'OLDSESS=after; Path=/old' }).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return new FormSignIn({
    upstream: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerMs,
    maxHeaderBytes: 65_536,
    form: {
      page: '/old/login.asp',
      usernameField: 'txtUser',
      passwordField: 'txtPass',
      fields: { go: 'دخول' },
      signedOut: { redirectTo: '/old/login.asp' },
      success: { redirectTo: '/old/default.asp' },
      charset: 'windows-1256',
    },
  });
}

test('signs in with the hidden fields and cookies of the sign-in page and keeps the session cookie', async () => {
  const outcome = await (await system()).signIn({ username: 'سارة', password: 'right' });
  expect(outcome.signedIn && outcome.jar.header('/old/x.asp')).toBe('OLDSESS=after');
  expect(outcome.signedIn && outcome.jar.header('/other')).toBe('');
  expect(posted.at(-1)).toBe('OLDSESS=before __TOKEN=t%261&go=%CF%CE%E6%E1&txtUser=%D3%C7%D1%C9&txtPass=right');
});

test('a session goes on from its kept state, and a system cannot fill it without end', async () => {
  const form = await system();
  const outcome = await form.signIn({ username: 'a', password: 'right' });
  if (!outcome.signedIn) throw new Error(outcome.detail);
  for (let i = 0; i < 200; i++) outcome.jar.take(`c${i}=${'x'.repeat(3_000)}; Path=/old`);
  outcome.jar.take(`huge=${'x'.repeat(10_000)}`);
  const again = form.restore(outcome.jar.state());
  expect(again.header('/old/x.asp')).toBe(outcome.jar.header('/old/x.asp'));
  expect(again.header('/old/x.asp')).toContain('OLDSESS=after');
  expect(again.state().length).toBeLessThan(200_000);
  expect(again.has('huge')).toBe(false);
});

test('a wrong password is told from a system that does not answer', async () => {
  const form = await system();
  expect(await form.signIn({ username: 'a', password: 'wrong' })).toMatchObject({ signedIn: false, reason: 'refused' });
  await new Promise((done) => server.close(done));
  expect(await form.signIn({ username: 'a', password: 'right' })).toMatchObject({ signedIn: false, reason: 'unreachable' });
});

test('a redirect to the sign-in page, absolute or relative, means signed out', async () => {
  const form = await system();
  expect(form.leadsToSignIn('login.asp?m=timeout', '/old/search.asp')).toBe(true);
  expect(form.leadsToSignIn('/old/default.asp', '/old/search.asp')).toBe(false);
});

test('only the form that holds the user name field counts', () => {
  expect(
    readSignInForm(
      '<form action="/search"><input name=q></form><!-- <form><input name=u></form> --><form action="/in"><input type="hidden" name="k" value="a>b"><input name="u"></form>',
      'u',
    ),
  ).toMatchObject({ action: '/in', hidden: { k: 'a>b' } });
  expect(readSignInForm('<input name=u>', 'u')).toBeNull();
});

test('fields are sent in the encoding of the page', () => {
  expect(encodeForm({ 'a b': 'é&' }, 'utf-8')).toBe('a+b=%C3%A9%26');
});

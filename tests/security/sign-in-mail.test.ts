import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createTestHub, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeIn, password, send } from './sign-in-forms.ts';

let hub: TestHub;
let mailServer: Server;
const received: string[] = [];

/** A mail server that takes every mail: the commands of RFC 5321 that a client needs. */
function takeMail(): Server {
  return createServer((socket) => {
    let data: string | null = null;
    socket.on('error', () => {});
    socket.write('220 mail.test ready\r\n');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split(/(?<=\r\n)/)) {
        if (data === null) {
          const verb = line.slice(0, 4).toUpperCase();
          if (verb === 'DATA') data = '';
          socket.write(verb === 'DATA' ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
        } else if (line === '.\r\n') {
          received.push(data);
          data = null;
          socket.write('250 taken\r\n');
        } else data += line;
      }
    });
  });
}

beforeAll(async () => {
  mailServer = takeMail().listen(0, '127.0.0.1');
  await once(mailServer, 'listening');
  hub = await createTestHub({ env: { SMTP_URL: `smtp://127.0.0.1:${(mailServer.address() as AddressInfo).port}` } });
  await hub.addPerson('mona', 'mona-password', { name: { ar: 'منى', en: 'Mona' }, factor: 'email' });
});

afterAll(async () => {
  mailServer.close();
  await hub.remove();
});

test('with a mail server the code goes there, and signs in', async () => {
  const browser = hub.client();
  expect((await password(browser, 'mona', 'mona-password')).to).toBe('/auth/sign-in/code');
  const mail = received.at(-1);
  expect(mail).toMatch(/^To: mona@demo\.amanah\.test/m);
  expect((await send(browser, '/auth/sign-in/code', { method: 'email', code: codeIn(mail) })).to).toBe('/account');
});

test('when it does not answer, the page says so and offers to send again', async () => {
  mailServer.close();
  await once(mailServer, 'close');
  const browser = hub.client();
  const to = (await password(browser, 'mona', 'mona-password')).to ?? '';
  const page = await (await browser.fetch(to)).text();
  expect(page).toContain('IDENTITY_MAIL_FAILED');
  expect(page).not.toContain('أرسلنا رمزاً');
  expect((await send(browser, '/auth/sign-in/code/send', {})).code).toBe('IDENTITY_MAIL_FAILED');
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import type { Mail } from './contract.ts';
import { createMail } from './create-mail.ts';

let server: SMTPServer | undefined;
const taken: string[] = [];
afterEach(async () => {
  taken.length = 0;
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
});

const mail: Mail = { to: 'mona@demo.amanah.test', subject: 'وصل طلبك', text: 'نص', html: '<p>نص</p>', language: 'ar', key: 'notice/1' };
const saying = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

/** A mail room before a server that behaves so. */
async function roomBefore(options: SMTPServerOptions, credentials = '') {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    closeTimeout: 50,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push(Buffer.concat(chunks).toString());
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const smtpUrl = new Secret(`smtp://${credentials}127.0.0.1:${(listening.address() as AddressInfo).port}`);
  return createMail({ smtpUrl, profile: 'test', dataDir: '/nowhere', publicUrl: new URL('https://portal.example.gov.sa') });
}

test('a mail is text and HTML under one Message-ID of its key, in its language, and says that a machine wrote it', async () => {
  const room = await roomBefore({});
  await room.send(mail);
  await room.send(mail);
  const [first = '', second = ''] = taken;
  const id = /^Message-ID:\s+(<[0-9a-f]{40}@portal\.example\.gov\.sa>)/im.exec(first)?.[1];
  expect(id).toBeDefined();
  expect(second).toContain(id);
  expect(first).toMatch(/^Content-Type: multipart\/alternative/im);
  expect(first).toMatch(/^Content-Language: ar/im);
  expect(first).toMatch(/^Auto-Submitted: auto-generated/im);
  expect(Math.max(...first.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(998);
});

test('names and passwords of the address are given to the server', async () => {
  const asked: unknown[] = [];
  const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _session, done) => {
    asked.push(username, password);
    done(null, { user: 'hub' });
  };
  const room = await roomBefore({ authOptional: false, onAuth }, 'hub:p%40ss@');
  await room.send(mail);
  expect(asked).toEqual(['hub', 'p@ss']);
  expect(taken).toHaveLength(1);
});

describe('what a failed conversation means', () => {
  const data = (responseCode: number): SMTPServerOptions => ({
    onData(stream, _session, done) {
      stream.resume().on('end', () => done(saying(responseCode, '5.6.0 no')));
    },
  });
  const recipient = (responseCode: number, text: string): SMTPServerOptions => ({ onRcptTo: (_address, _session, done) => done(saying(responseCode, text)) });
  const cut: SMTPServerOptions = {
    onData(stream) {
      stream.resume().on('end', () => server?.connections.forEach((connection) => (connection as unknown as { close(): void }).close()));
    },
  };

  test.each<[string, SMTPServerOptions, string, boolean]>([
    ['no such mailbox', recipient(550, '5.1.1 user unknown'), 'MAIL_ADDRESS_REFUSED', false],
    ['no such mailbox, in plain words', recipient(550, 'no such user'), 'MAIL_ADDRESS_REFUSED', false],
    ['a policy against us', recipient(550, '5.7.1 relaying denied'), 'MAIL_REFUSED', false],
    ['a full mailbox', recipient(452, '4.2.2 mailbox full'), 'MAIL_UNAVAILABLE', false],
    ['the content is refused', data(554), 'MAIL_REFUSED', true],
    ['the content may come later', data(451), 'MAIL_UNAVAILABLE', true],
    ['we may not send at all', { onMailFrom: (_address, _session, done) => done(saying(530, '5.7.0 authenticate first')) }, 'MAIL_UNAVAILABLE', false],
    ['it closes at once', { onConnect: (_session, done) => done(saying(421, 'closed')) }, 'MAIL_UNAVAILABLE', false],
    ['it breaks after the content', cut, 'MAIL_OUTCOME_UNKNOWN', true],
  ])('%s', async (_what, options, code, handedOver) => {
    const room = await roomBefore(options);
    let began = false;
    await expect(room.send(mail, async () => void (began = true))).rejects.toMatchObject({ code });
    expect(began).toBe(handedOver);
  });

  test('where it cannot be written down that the content goes out, it does not go out', async () => {
    const room = await roomBefore({});
    const failing = room.send(mail, async () => {
      throw new Error('the database is away');
    });
    await expect(failing).rejects.toMatchObject({ code: 'MAIL_UNAVAILABLE' });
    expect(taken).toEqual([]);
  });

  test('nobody listens', async () => {
    const room = createMail({ smtpUrl: new Secret('smtp://127.0.0.1:1'), profile: 'test', dataDir: '/nowhere', publicUrl: new URL('http://localhost') });
    await expect(room.send(mail)).rejects.toMatchObject({ code: 'MAIL_UNAVAILABLE' });
  });
});

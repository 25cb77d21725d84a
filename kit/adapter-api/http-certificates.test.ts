import { spawn } from 'node:child_process';
import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { createServer as createTlsServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, makeTestCertificate, untilListening, type TestCertificate } from '@amanah/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ask, clientOf, closeAll, ending, listening, open } from './http-fixture.ts';

afterEach(closeAll);

describe('certificates', () => {
  let folder: string;
  let ours: TestCertificate;
  let theirs: TestCertificate;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'amanah-certificates-'));
    ours = makeTestCertificate(join(folder, 'ours'), ['localhost']);
    theirs = makeTestCertificate(join(folder, 'theirs'), ['somebody.example']);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const pem = ({ folder: at }: TestCertificate, file: string) => readFileSync(join(at, file));
  const secure = async (certificate: TestCertificate, more: object = {}) => {
    const options = { key: pem(certificate, 'privkey.pem'), cert: pem(certificate, 'fullchain.pem'), ...more };
    const server = createTlsServer(options, (_request, response) => void response.end('in'));
    server.on('tlsClientError', () => {});
    return `https://${(await listening(server as unknown as Server)).replace('127.0.0.1', 'localhost')}`;
  };

  test('a certificate of the declared authority for the right name is taken', async () => {
    const url = await secure(ours);
    expect((await clientOf([url], {}, { ca: ours.ca }).request(ask(url))).body.toString()).toBe('in');
  });

  test.each<[string, () => [TestCertificate, string]]>([
    ['of an unknown authority', () => [ours, theirs.ca]],
    ['for another name', () => [theirs, theirs.ca]],
  ])('a certificate %s ends the call before anything is sent', async (_title, chosen) => {
    const [certificate, ca] = chosen();
    const url = await secure(certificate);
    expect(await ending(clientOf([url], {}, { ca }).request(ask(url, { method: 'POST', effect: 'write' })))).toMatchObject({
      outcome: 'unreachable',
      reached: 'no',
    });
  });

  test('a system that asks for our certificate gets it, and refuses it by an alert before it reads the request', async () => {
    const port = await freePort();
    const file = ({ folder: at }: TestCertificate, name: string) => join(at, name);
    const asking = ['-Verify', '1', '-verify_return_error', '-CAfile', file(ours, 'ca.pem'), '-www', '-accept', `127.0.0.1:${port}`];
    const server = spawn('openssl', ['s_server', '-quiet', '-cert', file(ours, 'fullchain.pem'), '-key', file(ours, 'privkey.pem'), ...asking], {
      stdio: 'ignore',
    });
    open.push({ close: async () => server.kill() });
    await untilListening(port);
    const url = `https://localhost:${port}`;
    const certificate = { cert: pem(ours, 'fullchain.pem'), key: pem(ours, 'privkey.pem') };
    const stranger = { cert: pem(theirs, 'fullchain.pem'), key: pem(theirs, 'privkey.pem') };
    expect((await clientOf([url], {}, { ca: ours.ca, ...certificate }).request(ask(url))).status).toBe(200);
    for (const refused of [{}, stranger])
      expect(await ending(clientOf([url], {}, { ca: ours.ca, ...refused }).request(ask(url)))).toMatchObject({ outcome: 'unauthorised', reached: 'no' });
  });
});

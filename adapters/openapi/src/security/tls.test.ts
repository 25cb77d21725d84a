import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { makeTestCertificate } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo, endingOf } from '../testing/test-system.ts';

const folder = mkdtempSync(join(tmpdir(), 'openapi-tls-'));
const { ca, folder: own } = makeTestCertificate(join(folder, 'own'), ['localhost']);
const pem = (name: string) => readFileSync(join(own, name), 'utf8');
const server = createServer({ key: pem('privkey.pem'), cert: pem('fullchain.pem'), ca, requestCert: true, rejectUnauthorized: false }, (request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ known: (request.socket as TLSSocket).authorized }));
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const document = () => ({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  servers: [{ url }],
  security: [{ ours: [] }],
  paths: { '/x': { get: { operationId: 'x', responses: { 200: { description: '', content: { 'application/json': {} } } } } } },
  components: { securitySchemes: { ours: { type: 'mutualTLS' } } },
});
const files = () => ({ 'ca.pem': ca, 'own.pem': pem('fullchain.pem') });

test('a system behind its own authority is asked with our certificate, where it wants one', async () => {
  const tls = { caFile: 'ca.pem', certificateFile: 'own.pem', key: { secret: 'key' } };
  const { call, contract } = await connectTo(document(), { tls }, { files: files(), secrets: { key: pem('privkey.pem') } });
  expect(contract.problems).toEqual([]);
  expect(await call('x')).toEqual({ output: { known: true } });
  const anonymous = await connectTo(document(), { tls: { caFile: 'ca.pem' } }, { files: files() });
  expect(await anonymous.call('x')).toEqual({ output: { known: false } });
});

test('an authority that nobody trusts ends the call before anything is sent', async () => {
  const { call } = await connectTo(document());
  expect(await endingOf(call('x'))).toMatchObject({ outcome: 'unreachable', reached: 'no' });
});

test('a certificate without its key, and a key whose passphrase is another, are told', async () => {
  expect(await endingOf(connectTo(document(), { tls: { certificateFile: 'own.pem' } }, { files: files() }))).toMatchObject({
    outcome: 'input-invalid',
    message: 'tls: certificateFile and key go together',
  });
  const tls = { certificateFile: 'own.pem', key: { secret: 'key' }, passphrase: { secret: 'passphrase' } };
  const secrets = { key: pem('privkey.pem').replace('PRIVATE', 'ENCRYPTED PRIVATE'), passphrase: 'no' };
  const ending = await endingOf(connectTo(document(), { tls }, { files: files(), secrets }).then(({ call }) => call('x')));
  expect(ending).toMatchObject({ outcome: expect.any(String) as string });
});

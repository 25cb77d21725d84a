import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { makeTestCertificate } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerEcho, echo, scriptedForFile } from '../testing/scripted-file.ts';
import { connectTo, envelope, soap12 } from '../testing/scripted-system.ts';

const { system, connect, asked } = await scriptedForFile();

describe('mutual TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soap-tls-'));
  const { ca, folder: own } = makeTestCertificate(join(folder, 'own'), ['localhost']);
  const pem = (name: string) => readFileSync(join(own, name), 'utf8');
  const options = { key: pem('privkey.pem'), cert: pem('fullchain.pem'), ca, requestCert: true, rejectUnauthorized: false };
  const server = createServer(options, (request, response) => {
    response.setHeader('content-type', 'text/xml').end(answerEcho(String((request.socket as TLSSocket).authorized)).body);
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['with our certificate', { caFile: 'ca.pem', certificateFile: 'own.pem', key: { secret: 'key' } }, 'true'],
    ['without one', { caFile: 'ca.pem' }, 'false'],
  ])('a system behind its own authority is asked %s', async (_title, tls, known) => {
    const endpoint = `https://localhost:${(server.address() as AddressInfo).port}/`;
    const files = { 'w.wsdl': echo, 'ca.pem': ca, 'own.pem': pem('fullchain.pem') };
    const { call } = await connectTo({ wsdl: { file: 'w.wsdl' }, endpoint, tls }, { files, secrets: { key: pem('privkey.pem') } });
    expect(await call('echo', { text: 'x' })).toEqual({ output: { text: known } });
  });

  test('a passphrase goes with its key', async () => {
    const tls = { certificateFile: 'own.pem', key: { secret: 'key' }, passphrase: { secret: 'passphrase' } };
    const secrets = { key: pem('privkey.pem'), passphrase: 'unused' };
    const files = { 'w.wsdl': echo, 'own.pem': pem('fullchain.pem') };
    const { call } = await connectTo({ wsdl: { file: 'w.wsdl' }, endpoint: 'https://127.0.0.1:1/', tls }, { files, secrets });
    await expect(call('echo', { text: 'x' })).rejects.toMatchObject({ outcome: 'unreachable', reached: 'no' });
  });
});

describe('faults that say little', () => {
  test.each([
    ['SOAP 1.1 without a code', envelope('<s:Fault/>'), 'text/xml', { outcome: 'failed', fault: { code: '', message: '' } }],
    ['SOAP 1.2 without code and reason', envelope('<s:Fault/>', '', soap12), 'application/soap+xml', { outcome: 'failed' }],
    [
      'SOAP 1.2 without a value',
      envelope('<s:Fault><s:Code/><s:Reason><s:Text>no</s:Text></s:Reason></s:Fault>', '', soap12),
      'application/soap+xml',
      { fault: { message: 'no' } },
    ],
    [
      'SOAP 1.2 with a detail',
      envelope('<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason/><s:Detail><code>E7</code></s:Detail></s:Fault>', '', soap12),
      'application/soap+xml',
      { outcome: 'refused', fault: { code: 'E7' } },
    ],
  ])('%s', async (_title, body, type, expected) => {
    system.answer = () => ({ status: 500, headers: { 'content-type': type }, body });
    await expect((await connect()).call('echo', { text: 'x' })).rejects.toMatchObject(expected);
  });
});

describe('where a call goes', () => {
  test('nothing says it: the operation cannot be called, and neither can the system be knocked at', async () => {
    const nowhere = echo.replace(/<s:address[^>]*>/, '');
    const { contract, connection, call } = await connectTo({ wsdl: { file: 'w.wsdl' } }, { files: { 'w.wsdl': nowhere } });
    expect(contract.operations[0]?.problems).toMatchObject([{ kind: 'unresolved', found: 'no address' }]);
    await expect(call('echo', { text: 'x' })).rejects.toMatchObject({ outcome: 'contract-violation', reached: 'no' });
    await expect(connection.probe(AbortSignal.timeout(5_000))).rejects.toMatchObject({ message: 'nothing says where the system is' });
    const odd = echo.replace('http://127.0.0.1:1/', 'not an address');
    expect((await connectTo({ wsdl: { file: 'w.wsdl' } }, { files: { 'w.wsdl': odd } })).contract.operations[0]?.problems[0]?.found).toBe(
      'the address not an address',
    );
  });

  test('of a description by address, that address is knocked at', async () => {
    system.answer = ({ method, target }) => (target === '/w' && method === 'GET' ? { body: echo.replace(/<s:address[^>]*>/, '') } : {});
    const { connection } = await connectTo({ wsdl: { url: `${system.url}/w` } });
    await connection.probe(AbortSignal.timeout(5_000));
    expect(asked().target).toBe('/w');
  });

  test('a configured header without a name is told', async () => {
    const { call } = await connect({ soapHeaders: { '{urn:x}{y': 'z' } }).catch((error: unknown) => ({ call: () => Promise.reject(error) }));
    await expect(call('echo', { text: 'x' })).rejects.toThrow();
  });
});

describe('clocks', () => {
  test('a system that does not say its time cannot be followed', async () => {
    system.answer = () => ({
      status: 500,
      headers: { date: 'never' },
      body: envelope('<s:Fault><faultcode xmlns:u="urn:u">u:MessageExpired</faultcode><faultstring>late</faultstring></s:Fault>'),
    });
    const { call } = await connect({ security: { timestampSeconds: 60 } });
    await expect(call('echo', { text: 'x' })).rejects.toMatchObject({ outcome: 'unauthorised' });
  });
});

test('text in UTF-16 of either order of bytes is read by its mark', async () => {
  const text = Buffer.from(`\ufeff${answerEcho('حي').body}`, 'utf16le');
  for (const bytes of [Buffer.from(text), Buffer.from(text).swap16()]) {
    system.answer = () => ({ headers: { 'content-type': 'text/xml' }, body: bytes });
    expect(await (await connect()).call('echo', { text: 'x' })).toEqual({ output: { text: 'حي' } });
  }
});

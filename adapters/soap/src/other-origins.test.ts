import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerEcho, echo, scriptedForFile } from './testing/scripted-file.ts';
import { connectTo, startScripted, type ScriptedSystem } from './testing/scripted-system.ts';

const { system, connect } = await scriptedForFile();
let stranger: ScriptedSystem;
beforeAll(async () => (stranger = await startScripted(() => answerEcho())));
afterAll(() => stranger.close());

const ours = { basic: { username: 'hub', password: { secret: 'password' } } };
const secrets = { password: 'canary-origin-5d21' };

test.each([301, 302, 303, 307, 308])('a call that is sent elsewhere with %s is not followed, and our credentials stay', async (status) => {
  system.answer = () => ({ status, headers: { location: `${stranger.url}/steal` } });
  const { call } = await connect(ours, secrets);
  for (const key of ['key-1', null])
    await expect(call('echo', { text: 'x' }, { key })).rejects.toMatchObject({ outcome: 'contract-violation', reached: 'yes' });
  expect(stranger.received).toEqual([]);
});

test('a description that is sent elsewhere, or imports from there, is not followed', async () => {
  const wsdl = { url: `${system.url}/w.wsdl` };
  system.answer = () => ({ status: 302, headers: { location: `${stranger.url}/w.wsdl` } });
  await expect(connectTo({ wsdl, ...ours }, { secrets })).rejects.toMatchObject({ outcome: 'contract-violation' });
  system.answer = () => ({ body: echo.replace('<types>', `<import namespace="urn:q" location="${stranger.url}/q.wsdl"/><types>`) });
  const { contract } = await connectTo({ wsdl, endpoint: `${system.url}/`, ...ours }, { secrets });
  expect(contract.problems.map(({ found }) => found).join()).toContain('which is not declared');
  expect(stranger.received).toEqual([]);
});

test('an address in the description that is on another origin is not called until it is declared', async () => {
  const elsewhere = echo.replace('http://127.0.0.1:1/', `${stranger.url}/`);
  system.answer = () => ({ body: elsewhere });
  const { contract, call } = await connectTo({ wsdl: { url: `${system.url}/w.wsdl` }, ...ours }, { secrets });
  expect(contract.operations[0]?.problems[0]?.found).toContain('whose origin is not declared');
  await call('echo', { text: 'x' }).catch(() => {});
  expect(stranger.received).toEqual([]);
});

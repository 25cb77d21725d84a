import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { configuredFiles } from './configured-files.ts';

const root = mkdtempSync(join(tmpdir(), 'amanah-config-'));
const configDir = pathToFileURL(`${root}/config/`);
const files = [
  'config/roles.yaml',
  'config/demo/secrets.yaml',
  'config/demo/register.wsdl',
  'config/contracts/khobar/service.wsdl',
  'config/contracts/khobar/types/shop.xsd',
  'config/contracts/khobar/notes.txt',
  'config/contracts/other/x.xsd',
  'config/ca.pem',
  'outside.pem',
];
for (const file of files) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), file);
}
afterAll(() => rmSync(root, { recursive: true }));
const named = (connection: unknown) => Object.keys(configuredFiles(connection, configDir)).sort();

test('a description brings what lies beside and below it, a certificate itself alone', () => {
  expect(named({ wsdl: { file: 'contracts/khobar/service.wsdl' }, tls: { ca: ['ca.pem'] } })).toEqual([
    'ca.pem',
    'contracts/khobar/service.wsdl',
    'contracts/khobar/types/shop.xsd',
  ]);
  expect(Buffer.from(configuredFiles('ca.pem', configDir)['ca.pem']!).toString()).toBe('config/ca.pem');
});

test('nothing outside the configuration, no secrets, and no whole profile is ever handed out', () => {
  expect(named(['../outside.pem', '/etc/passwd', join(root, 'outside.pem'), 'contracts/../../outside.pem', 'missing.pem', 'contracts'])).toEqual([]);
  expect(named('demo/secrets.yaml')).toEqual([]);
  expect(named('demo/register.wsdl')).toEqual(['demo/register.wsdl']);
});

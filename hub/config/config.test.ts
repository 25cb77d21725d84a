import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from './read-config.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'amanah-config-'));
const key = Buffer.alloc(32, 9).toString('base64');
const production = { AMANAH_PROFILE: 'production', PUBLIC_URL: 'https://portal.example.gov.sa', AMANAH_SEAL_KEY: key, AMANAH_DATA_DIR: dataDir };
afterAll(() => rmSync(dataDir, { recursive: true }));

describe('the demo profile', () => {
  it('needs no setting and keeps a seal key of its own that only its user may read', () => {
    const config = readConfig({ AMANAH_DATA_DIR: dataDir });
    expect(config).toMatchObject({ profile: 'demo', role: 'all', port: 3000, signIn: 'national', gatewayDomain: 'localhost' });
    expect(statSync(join(dataDir, 'seal.key')).mode & 0o777).toBe(0o600);
    expect(readConfig({ AMANAH_DATA_DIR: dataDir }).sealKey.reveal()).toBe(config.sealKey.reveal());
  });

  it('takes localhost as the gateway domain when the portal has an address of numbers', () => {
    expect(readConfig({ AMANAH_DATA_DIR: dataDir, PUBLIC_URL: 'http://127.0.0.1:3000' }).gatewayDomain).toBe('localhost');
  });
});

it('sessions end after fifteen idle minutes and eight hours, with a warning two minutes ahead, unless set otherwise', () => {
  expect(readConfig({ AMANAH_DATA_DIR: dataDir }).session).toEqual({ idleMinutes: 15, absoluteHours: 8, warnSeconds: 120 });
});

describe('an import map of a development server', () => {
  const manifest = { AMANAH_DATA_DIR: dataDir, AMANAH_DEVELOPMENT_MANIFEST: join(dataDir, 'development.json') };

  it('is taken in development', () => {
    expect(readConfig(manifest, ['--development']).developmentManifest?.pathname).toContain('development.json');
  });

  it('is refused in a demo that is not development, and in production', () => {
    expect(() => readConfig(manifest)).toThrow(/AMANAH_DEVELOPMENT_MANIFEST .*development only/);
    expect(() => readConfig({ ...production, ...manifest })).toThrow(/development only/);
    expect(() => readConfig({ ...production, ...manifest }, ['--development'])).toThrow(/not for production/);
  });
});

describe('files', () => {
  const bucket = { AMANAH_FILES_S3: 'https://s3.example.sa/amanah-files/hub/one', AMANAH_FILES_S3_KEY_ID: 'id', AMANAH_FILES_S3_SECRET_KEY: 'one-of-ours' };

  it('lie in the data folder, unless a bucket is named', () => {
    expect(readConfig({ AMANAH_DATA_DIR: dataDir })).toMatchObject({ files: null, scanner: null });
    const { files } = readConfig({ AMANAH_DATA_DIR: dataDir, ...bucket });
    expect(files).toMatchObject({ endpoint: 'https://s3.example.sa', bucket: 'amanah-files', prefix: 'hub/one/', region: 'us-east-1', keyId: 'id' });
    expect(inspect(files)).not.toContain('one-of-ours');
  });

  it('are looked at by the clamd that is named', () => {
    const scannerOf = (address: string) => readConfig({ AMANAH_DATA_DIR: dataDir, AMANAH_CLAMD: address }).scanner;
    expect(scannerOf('tcp://clamd.local:3310')).toEqual({ host: 'clamd.local', port: 3310 });
    expect(scannerOf('unix:/run/clamav/clamd.sock')).toEqual({ path: '/run/clamav/clamd.sock' });
    expect(() => scannerOf('clamd.local')).toThrow(/AMANAH_CLAMD: must be tcp/);
  });

  it.each([
    [{ AMANAH_FILES_S3_KEY_ID: '' }, /AMANAH_FILES_S3_KEY_ID is missing/],
    [{ AMANAH_FILES_S3: 'https://s3.example.sa' }, /AMANAH_FILES_S3: must end with the name of a bucket/],
  ])('in a bucket are refused with %o', (change, message) => {
    expect(() => readConfig({ AMANAH_DATA_DIR: dataDir, ...bucket, ...change })).toThrow(message);
  });
});

describe('the production profile', () => {
  it('starts with an https address and a key', () => {
    expect(readConfig(production)).toMatchObject({ profile: 'production', innerNetworks: [], standIns: null, gatewayDomain: 'portal.example.gov.sa' });
  });

  it.each([
    [{ PUBLIC_URL: 'http://portal.example.gov.sa' }, /PUBLIC_URL .*needs https/],
    [{ PUBLIC_URL: '' }, /PUBLIC_URL is missing/],
    [{ AMANAH_SEAL_KEY: '' }, /AMANAH_SEAL_KEY_FILE is missing.*openssl rand/],
    [{ AMANAH_SEAL_KEY: 'short' }, /32 bytes in base64/],
    [{ AMANAH_SIGN_IN: 'staff' }, /AMANAH_SIGN_IN=staff is for the demo only/],
    [{ DATABASE_URL: 'postgres://amanah:set-in-deploy-env@db/amanah' }, /DATABASE_URL holds a demo or template secret/],
    [{ AMANAH_METRICS_TOKEN: 'demo-token' }, /AMANAH_METRICS_TOKEN holds a demo/],
  ])('refuses %o', (change, message) => {
    expect(() => readConfig({ ...production, ...change })).toThrow(message);
  });

  it('names all problems at once and never a secret', () => {
    const wrong = { ...production, PUBLIC_URL: 'http://x.sa', AMANAH_METRICS_TOKEN: 'demo-s3cret' };
    expect(() => readConfig(wrong)).toThrow(
      expect.objectContaining({ problems: [expect.stringContaining('PUBLIC_URL'), expect.stringContaining('AMANAH_METRICS_TOKEN')] }),
    );
    expect(() => readConfig(wrong)).not.toThrow(/s3cret/);
  });
});

it.each([
  [{ PORT: '99999' }, 'PORT'],
  [{ AMANAH_ROLE: 'boss' }, 'AMANAH_ROLE'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
])('names the setting of a wrong value: %o', (env, name) => {
  expect(() => readConfig({ AMANAH_DATA_DIR: dataDir, ...env })).toThrow(name);
});

it('takes the role from the command line', () => {
  expect(readConfig({ AMANAH_DATA_DIR: dataDir }, ['--role', 'worker']).role).toBe('worker');
  expect(readConfig({ AMANAH_DATA_DIR: dataDir }, ['--role=web']).role).toBe('web');
});

it('prints no secret', () => {
  const config = readConfig({ ...production, DATABASE_URL: 'postgres://amanah:hunter2@db/amanah' });
  expect(`${inspect(config, { depth: 9 })}${JSON.stringify(config)}${config.databaseUrl}`).not.toMatch(/hunter2/);
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AdapterContext } from '@amanah/adapter-api';
import { AdapterError } from '@amanah/adapter-api';
import { freePort, startTestSftp } from '@amanah/testing';
import S3rver from 's3rver';
import { config, type FilesConfig } from '../config.ts';
import { permit } from '../folder/local-folder.ts';

/** A real place for files, with a second way into it, by which the test plays the other side. */
export interface TestFolder {
  readonly folder: FilesConfig['folder'];
  readonly secrets: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  /** Puts a file there as its sender would; `modifiedAt` in seconds since the epoch, where the place takes it. */
  put(path: string, content: Buffer | string, modifiedAt?: number): Promise<void>;
  close(): Promise<void>;
}

export const starters: Readonly<Record<'local' | 'sftp' | 's3', () => Promise<TestFolder>>> = { local: startLocal, sftp: startSftp, s3: startS3 };

export function contextOf(secrets: Readonly<Record<string, string>>, limits: Partial<AdapterContext['limits']> = {}): AdapterContext {
  const quiet = () => {};
  return {
    systemId: 'test',
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    limits: { connectMs: 3_000, answerMs: 5_000, idleMs: 5_000, maxAnswerBytes: 1_000_000, maxHeaderBytes: 16_384, atOnce: 4, ...limits },
    secret({ secret }) {
      const value = secrets[secret];
      if (value === undefined) throw new AdapterError('input-invalid', `the secret ${secret} is not given`);
      return value;
    },
    file: () => Promise.reject(new AdapterError('input-invalid', 'no files')),
    signal: new AbortController().signal,
  };
}

async function startLocal(): Promise<TestFolder> {
  const path = mkdtempSync(join(tmpdir(), 'amanah-folder-'));
  writeFileSync(join(path, permit), '');
  return {
    folder: { at: 'local', path },
    secrets: {},
    host: '',
    port: 0,
    put: async (name, content, modifiedAt) => putInto(path, name, content, modifiedAt),
    close: async () => rmSync(path, { recursive: true, force: true }),
  };
}

async function startSftp(): Promise<TestFolder> {
  const server = await startTestSftp();
  return {
    folder: {
      at: 'sftp',
      url: server.url,
      username: server.username,
      password: { secret: 'password' },
      hostKeys: [server.hostKey],
    },
    secrets: { password: server.password },
    host: server.host,
    port: server.port,
    put: async (name, content, modifiedAt) => putInto(server.folder, name, content, modifiedAt),
    close: () => server.remove(),
  };
}

async function startS3(): Promise<TestFolder> {
  const directory = mkdtempSync(join(tmpdir(), 'amanah-s3-'));
  const port = await freePort();
  const server = new S3rver({ address: '127.0.0.1', port, silent: true, directory, configureBuckets: [{ name: 'exchange' }] });
  await server.run();
  const { S3Client, PutObjectCommand } = await import('@aws-sdk/client-s3');
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    folder: config.parse({
      folder: {
        at: 's3',
        endpoint: `http://127.0.0.1:${port}`,
        bucket: 'exchange',
        prefix: 'in/',
        accessKeyId: 'S3RVER',
        secretAccessKey: { secret: 'secret-key' },
      },
    }).folder,
    secrets: { 'secret-key': 'S3RVER' },
    host: '127.0.0.1',
    port,
    put: async (path, content) => void (await client.send(new PutObjectCommand({ Bucket: 'exchange', Key: `in/${path}`, Body: Buffer.from(content) }))),
    async close() {
      client.destroy();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function putInto(root: string, name: string, content: Buffer | string, modifiedAt?: number): void {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  chmodSync(dirname(path), 0o777);
  writeFileSync(path, content);
  chmodSync(path, 0o666);
  if (modifiedAt !== undefined) utimesSync(path, modifiedAt, modifiedAt);
}

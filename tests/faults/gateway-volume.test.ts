import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGatewayLab, type GatewayLab } from '../security/gateway-lab.ts';

const volume = process.env.AMANAH_TEST_VOLUME === 'long' ? 1_024 : 64;
const megabyte = 1_048_576;

let lab: GatewayLab;
let application: http.Server;

beforeAll(async () => {
  lab = await openGatewayLab();
  application = http.createServer((request, response) => {
    if (request.method === 'POST') {
      const digest = createHash('sha256');
      request.on('data', (chunk: Buffer) => digest.update(chunk)).on('end', () => response.end(digest.digest('hex')));
    } else {
      response.setHeader('content-length', volume * megabyte);
      Readable.from(blocks()).pipe(response);
    }
  });
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.9', resolve));
  await lab.connect('files', `http://127.0.0.9:${(application.address() as AddressInfo).port}`);
});

afterAll(async () => {
  application?.closeAllConnections();
  application?.close();
  await lab?.hub.remove();
});

describe('large bodies stream: the hub keeps next to nothing of them', () => {
  // What Node takes once for itself (compiled code, pools) is not what a body costs.
  beforeAll(() => upload(32));

  test(`an upload of ${volume} MB arrives whole`, async () => {
    const { grown, hash } = await watched(() => upload(volume));
    expect(hash).toBe(expectedHash());
    expect(grown).toBeLessThan(64 * megabyte);
  }, 900_000);

  test(`a download of ${volume} MB arrives whole, also when the visitor reads slowly`, async () => {
    const { grown, hash } = await watched(
      () =>
        new Promise<string>((resolve, reject) => {
          http
            .get({ port: lab.hub.port, host: '127.0.0.1', path: '/large', headers: { host: lab.host('files') } }, (incoming) => {
              const digest = createHash('sha256');
              let pauses = 0;
              incoming.on('data', (chunk: Buffer) => {
                digest.update(chunk);
                if (pauses++ > 5) return;
                incoming.pause();
                setTimeout(() => incoming.resume(), 200);
              });
              incoming.on('end', () => resolve(digest.digest('hex'))).on('error', reject);
            })
            .on('error', reject);
        }),
    );
    expect(hash).toBe(expectedHash());
    expect(grown).toBeLessThan(64 * megabyte);
  }, 900_000);
});

/** Sends so many megabytes; resolves to the hash of what arrived. */
async function upload(megabytes: number): Promise<string> {
  const headers = { host: lab.host('files'), 'content-length': megabytes * megabyte };
  const sent = http.request({ port: lab.hub.port, host: '127.0.0.1', method: 'POST', path: '/hash', headers });
  const answered = new Promise<string>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (incoming) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
    });
  });
  await pipeline(Readable.from(blocks(megabytes)), sent);
  return answered;
}

function* blocks(megabytes = volume): Generator<Buffer> {
  for (let block = 0; block < megabytes; block++) yield Buffer.alloc(megabyte, block % 251);
}

function expectedHash(): string {
  const digest = createHash('sha256');
  for (const block of blocks()) digest.update(block);
  return digest.digest('hex');
}

/** Runs work and tells by how much the hub's process grew at the most meanwhile. */
async function watched(work: () => Promise<string>): Promise<{ hash: string; grown: number }> {
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${lab.hub.pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
  const start = rss();
  let most = start;
  const look = setInterval(() => (most = Math.max(most, rss())), 20);
  try {
    return { hash: await work(), grown: most - start };
  } finally {
    clearInterval(look);
  }
}

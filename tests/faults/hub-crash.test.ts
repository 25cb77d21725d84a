import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestHub, startTestDatabase, type CookieJar } from '@amanah/testing';
import { expect, it } from 'vitest';

it('a hub that was killed comes back on its database; people stay signed in', async () => {
  const first = await createTestHub();
  const person = await first.signIn('alice', 'alice-password');
  await first.kill();
  const second = await createTestHub({ dataDir: first.dataDir, port: first.port, env: { AMANAH_LOG_LEVEL: 'info' } });
  try {
    expect(second.log()).toMatch(/"adopted":true/);
    expect((await person.fetch('/auth/check')).status).toBe(204);
    expect((await second.client().fetch('/auth/check')).status).toBe(401);
    const doctor = await second.cli('doctor', '--json');
    expect(JSON.parse(doctor.stdout)).toMatchObject({ ok: true });
    expect(await second.stop()).toBe(0);
  } finally {
    await second.remove();
  }
});

it('a process id left by a crash that belongs to another program now stands in nobody’s way', async () => {
  const first = await createTestHub();
  await first.stop();
  writeFileSync(join(first.dataDir, 'run', 'hub.pid'), `${process.pid}\n`);
  const second = await createTestHub({ dataDir: first.dataDir });
  try {
    expect(readFileSync(join(first.dataDir, 'run', 'hub.pid'), 'utf8').trim()).toBe(String(second.pid));
    const database = Number(readFileSync(join(first.dataDir, 'run', 'postgres.pid'), 'utf8'));
    expect(await second.stop()).toBe(0);
    // The last hub on the folder ends the database too.
    expect(() => process.kill(database, 0)).toThrow();
  } finally {
    await second.remove();
  }
});

it('a hub killed in the middle of sign-ins leaves no half session: every cookie it gave is good, everybody can sign in again', async () => {
  const database = await startTestDatabase();
  const env = { DATABASE_URL: database.url };
  const first = await createTestHub({ env });
  const people: CookieJar[] = [];
  const signIns = Array.from({ length: 12 }, async () => {
    const person = first.client();
    people.push(person);
    await person.signIn('alice', 'alice-password').catch(() => {});
  });
  const sessions = () => database.query<{ number: number }>('SELECT count(*)::int AS number FROM hub.session');
  await expect.poll(async () => (await sessions())[0]?.number, { timeout: 60_000, interval: 5 }).toBeGreaterThan(1);
  await first.kill();
  await Promise.all(signIns);
  const second = await createTestHub({ dataDir: first.dataDir, port: first.port, env });
  try {
    for (const person of people) {
      expect((await person.fetch('/auth/check')).status).toBe(/(^|; )amanah=/.test(person.cookie) ? 204 : 401);
      await person.signIn('alice', 'alice-password');
      expect((await person.fetch('/auth/check')).status).toBe(204);
    }
  } finally {
    await second.remove();
    await database.drop();
  }
});

it('a hub killed in the middle of an upload to a connected system: the system sees it break off, and takes it whole afterwards', async () => {
  const uploads: { bytes: number; whole: boolean }[] = [];
  const system = createServer((incoming, response) => {
    const upload = { bytes: 0, whole: false };
    uploads.push(upload);
    incoming.on('data', (chunk: Buffer) => (upload.bytes += chunk.length));
    incoming.on('end', () => {
      upload.whole = true;
      response.end('taken');
    });
    incoming.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(system, 'listening');
  const first = await createTestHub();
  const file = join(first.dataDir, 'drop.yaml');
  const upstream = `http://127.0.0.1:${(system.address() as AddressInfo).port}`;
  writeFileSync(
    file,
    `id: drop\ntitle: { ar: إيداع, en: Drop }\nowner: etransactions\nadapter: webapp\nconnection: { upstream: "${upstream}", host: drop }\naccess: public\nbar: false\n`,
  );
  expect((await first.cli('system', 'add', file, '--json')).code).toBe(0);
  const headers = { host: `drop.localhost:${first.port}`, 'content-type': 'application/octet-stream' };
  await expect.poll(() => upload(first.port, headers, 1), { timeout: 20_000 }).toBe('taken');
  uploads.length = 0;

  const broken = upload(first.port, headers, 4_000);
  await expect.poll(() => uploads[0]?.bytes ?? 0, { timeout: 20_000, interval: 5 }).toBeGreaterThan(1_000_000);
  await first.kill();
  expect(await broken).toBe('broken off');
  const second = await createTestHub({ dataDir: first.dataDir, port: first.port });
  try {
    await expect.poll(() => upload(second.port, headers, 200), { timeout: 20_000 }).toBe('taken');
    expect(uploads[0]?.whole).toBe(false);
    expect(uploads.at(-1)).toEqual({ bytes: 200 * 65_536, whole: true });
  } finally {
    await second.remove();
    system.closeAllConnections();
    system.close();
  }
});

/** Sends pieces of 64 KB, a little apart; what the system said, or that the connection broke. */
async function upload(port: number, headers: Record<string, string>, pieces: number): Promise<string> {
  const outgoing = send({ port, method: 'POST', path: '/in', headers });
  const answer = new Promise<string>((resolve) => {
    outgoing.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
    });
    outgoing.on('error', () => resolve('broken off'));
    outgoing.on('close', () => resolve('broken off'));
  });
  for (let piece = 0; piece < pieces && !outgoing.destroyed; piece++) {
    if (!outgoing.write(Buffer.alloc(65_536))) await sleep(1);
  }
  outgoing.end();
  return answer;
}

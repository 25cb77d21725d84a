import { readdirSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createTestHub, harmfulText, startTestClamd, type CookieJar, type TestClamd, type TestHub } from '@amanah/testing';
import { Secret, TOTP } from 'otpauth';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveOf, pdfOf, phonePhoto, program } from '../../plugins/requests/testing/attachment-files.ts';

interface Sent {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly state: string;
}

let clamd: TestClamd;
let hub: TestHub;
let sara: CookieJar;
let other: CookieJar;
let officer: CookieJar;
let draft: string;
let permit: string;

beforeAll(async () => {
  clamd = await startTestClamd();
  hub = await createTestHub({ env: { AMANAH_CLAMD: clamd.address } });
  await hub.addPerson('other', 'other-password-1');
  sara = await hub.signIn('alice', 'alice-password');
  other = await hub.signIn('other', 'other-password-1');
  officer = await inPost('majed', 'Khobar-Mayor-1448', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXB');
  draft = await begin(sara, 'SRV-071');
}, 120_000);
afterAll(async () => {
  await hub?.remove();
  await clamd?.close();
});

/** Signs in and chooses the post that the person holds. */
async function inPost(username: string, password: string, secret: string): Promise<CookieJar> {
  const client = hub.client();
  await client.signIn(username, password, () => new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  const capacity = /value="(official:[^"]+)"/.exec(await (await client.fetch('/auth/capacity', { headers: { accept: 'text/html' } })).text())?.[1] ?? '';
  await client.fetch('/auth/capacity', { method: 'POST', body: new URLSearchParams({ capacity, rd: '/' }) });
  return client;
}

const stored = () => readdirSync(join(hub.dataDir, 'files'), { recursive: true }).filter((name) => /attachments\/[0-9a-f]/.test(String(name)));

/** What the hub recorded so far. */
async function recorded(): Promise<string> {
  const to = join(hub.dataDir, `record-${crypto.randomUUID()}.jsonl`);
  await hub.cli('audit', 'export', to);
  return readFileSync(to, 'utf8');
}

async function begin(client: CookieJar, service: string): Promise<string> {
  const answer = await client.fetch('/api/requests/drafts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ service }),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return ((await answer.json()) as { id: string }).id;
}

const send = (bytes: Uint8Array, name: string, { client = sara, to = draft, field = 'documentPHOTOS', type = 'image/jpeg' } = {}) =>
  client.fetch(`/api/requests/drafts/${to}/files?field=${field}`, {
    method: 'POST',
    headers: { 'content-type': type, 'x-file-name': encodeURIComponent(name) },
    body: new Uint8Array(bytes),
  });

async function sent(...what: Parameters<typeof send>): Promise<Sent> {
  const answer = await send(...what);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json()) as Sent;
}

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const file = (id: string) => `/api/requests/files/${id}`;

test('a photo of a phone comes back upright, under its true name, without the place where it was taken', async () => {
  const photo = await sent(await phonePhoto(), 'واجهة المحل.png');
  expect(photo).toMatchObject({ name: 'واجهة المحل.jpg', type: 'image/jpeg', state: 'clean' });
  const answer = await sara.fetch(file(photo.id));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('واجهة المحل.jpg')}`);
  expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox;/);
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.length).toBe(photo.size);
  const { width, height, exif, orientation } = await sharp(bytes).metadata();
  expect({ width, height, exif, orientation }).toEqual({ width: 400, height: 600 });
  expect(clamd.scanned()).toBeGreaterThan(0);
});

test('what it claims to be counts for nothing: a program, a page, a PDF where photos are asked are refused and leave nothing', async () => {
  const before = stored();
  for (const bytes of [program, Buffer.from('<script>alert(1)</script>'), pdfOf()]) {
    const answer = await send(bytes, 'photo.jpg');
    expect(answer.status).toBe(415);
    expect(await codeOf(answer)).toBe('ATTACHMENT_TYPE_REFUSED');
  }
  expect(await codeOf(await send(new Uint8Array(), 'photo.jpg'))).toBe('ATTACHMENT_EMPTY');
  expect(await codeOf(await send(await phonePhoto(), 'photo.jpg', { field: 'details' }))).toBe('ATTACHMENT_FIELD_UNKNOWN');
  expect(await codeOf(await send(await phonePhoto(), 'photo.jpg', { field: '__proto__' }))).toMatch(/ATTACHMENT_FIELD_UNKNOWN|HTTP_INVALID_INPUT/);
  expect(stored()).toEqual(before);
});

test('a photo may be as large as phones make it, since it is made smaller; the limit of the field holds for what is kept', async () => {
  const photo = await sent(Buffer.concat([await phonePhoto(), Buffer.alloc(6 * 1024 ** 2)]), 'photo.jpg');
  expect(photo.size).toBeLessThan(100_000);
  const answer = await send(Buffer.concat([await phonePhoto(), Buffer.alloc(20 * 1024 ** 2)]), 'photo.jpg');
  expect([answer.status, await codeOf(answer)]).toEqual([413, 'ATTACHMENT_TOO_LARGE']);
  expect(await codeOf(await send(Buffer.alloc(30 * 1024 ** 2), 'photo.jpg'))).toBe('HTTP_TOO_LARGE');
});

test('drawings come as archives, which are looked into', async () => {
  permit = await begin(sara, 'SRV-021');
  const drawings = { to: permit, field: 'documentDRAW', type: 'application/zip' };
  expect(await sent(archiveOf({ 'plan.pdf': pdfOf() }), 'مخططات.zip', drawings)).toMatchObject({ type: 'application/zip', name: 'مخططات.zip' });
  expect(await codeOf(await send(archiveOf({ 'plan.dwg': program }), 'مخططات.zip', drawings))).toBe('ATTACHMENT_ARCHIVE_REFUSED');
});

test('a connection that breaks in the middle leaves nothing', async () => {
  const before = stored();
  const photo = await phonePhoto({ width: 2_000, height: 2_000 });
  await new Promise<void>((resolve) => {
    const sending = httpRequest(`${hub.url}/api/requests/drafts/${draft}/files?field=documentPHOTOS`, {
      method: 'POST',
      headers: { cookie: sara.cookie, origin: hub.url, 'content-type': 'image/jpeg', 'content-length': photo.length },
    });
    sending.on('error', () => resolve());
    sending.write(photo.subarray(0, photo.length / 2));
    setTimeout(() => sending.destroy(), 200);
  });
  await expect.poll(() => readdirSync(join(hub.dataDir, 'files', '.spool')), { timeout: 10_000 }).toEqual([]);
  expect(stored()).toEqual(before);
});

test('a harmful file is refused, recorded, and gone', async () => {
  const before = stored();
  const answer = await send(Buffer.from(pdfOf().toString('latin1').replace('/Size 4', `/Size 4 /Note (${harmfulText})`), 'latin1'), 'عقد.pdf', {
    to: permit,
    field: 'documentDRAW',
    type: 'application/pdf',
  });
  expect([answer.status, await codeOf(answer)]).toEqual([422, 'ATTACHMENT_HARMFUL']);
  expect(stored()).toEqual(before);
  expect(await recorded()).toContain('requests:file.refused');
});

test('while the scanner is away a file is kept but shut, to its sender too', async () => {
  clamd.behave('closes');
  const waiting = await sent(await phonePhoto(), 'photo.jpg');
  clamd.behave('well');
  expect(waiting.state).toBe('scanning');
  const answer = await sara.fetch(file(waiting.id));
  expect([answer.status, await codeOf(answer)]).toEqual([409, 'ATTACHMENT_SCANNING']);
  expect(await codeOf(await submit({ documentPHOTOS: [waiting] }))).toBe('ATTACHMENT_SCANNING');
  expect((await sara.fetch(file(waiting.id), { method: 'DELETE' })).status).toBe(204);
});

test('nobody else sees, removes or sends a file of somebody’s draft, nor sends one for it', async () => {
  const photo = await sent(await phonePhoto(), 'photo.jpg');
  for (const client of [other, officer, hub.client()]) {
    expect([401, 403, 404]).toContain((await client.fetch(file(photo.id))).status);
    expect([401, 403, 404]).toContain((await client.fetch(`/api/requests/cases/files/${photo.id}`)).status);
    expect([401, 403, 404]).toContain((await client.fetch(file(photo.id), { method: 'DELETE' })).status);
  }
  expect(await codeOf(await other.fetch(file(photo.id)))).toBe('ATTACHMENT_UNKNOWN');
  expect(await codeOf(await send(await phonePhoto(), 'photo.jpg', { client: other }))).toBe('REQUESTS_DRAFT_UNKNOWN');
  expect((await sara.fetch(file(photo.id), { method: 'DELETE' })).status).toBe(204);
  expect((await sara.fetch(file(photo.id))).status).toBe(404);
  expect(stored().some((name) => String(name).includes(photo.id))).toBe(false);
});

const submit = (answers: object) =>
  sara.fetch(`/api/requests/drafts/${draft}/submission`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ answers }),
  });

test('answers keep the true names of their files; what is not the sender’s is no answer; the case keeps its files', async () => {
  const theirs = await sent(await phonePhoto(), 'theirs.jpg', { client: other, to: await begin(other, 'SRV-071') });
  const mine = await sent(await phonePhoto(), 'حفرة.jpg');
  const form = (await (await sara.fetch('/api/requests/services/SRV-071/form')).json()) as { form: object };
  const { validAnswers } = await import('../../plugins/requests/testing/answer-generator.ts');
  const { ajvEngine } = await import('../../plugins/requests/server/forms/ajv-engine.ts');
  const { randomOf } = await import('../../plugins/requests/testing/random.ts');
  const answers = validAnswers(form.form as never, randomOf(7), ajvEngine());
  const answer = await submit({ ...answers, municipality: 'm-khobar', documentPHOTOS: [{ ...theirs }, { id: mine.id, name: 'program.exe', size: 1 }] });
  expect(answer.status, await answer.clone().text()).toBe(200);
  const { number, problems } = (await answer.json()) as { number: string; problems: unknown[] };
  expect(problems).toEqual([]);
  const own = (await (await sara.fetch(`/api/requests/own/${number}`)).json()) as { answers: Record<string, unknown> };
  expect(own.answers['documentPHOTOS']).toEqual([{ id: mine.id, name: 'حفرة.jpg', size: mine.size }]);
  expect((await sara.fetch(file(mine.id))).status).toBe(200);
  expect((await other.fetch(file(mine.id))).status).toBe(404);
  expect((await officer.fetch(`/api/requests/cases/files/${mine.id}?disposition=attachment`)).headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(await codeOf(await sara.fetch(file(mine.id), { method: 'DELETE' }))).toBe('ATTACHMENT_TAKEN');
  expect(await recorded()).toMatch(new RegExp(`requests:file.opened.*${mine.id}`));
});

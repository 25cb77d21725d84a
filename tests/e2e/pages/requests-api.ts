import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CookieJar, TestHub } from '@amanah/testing';
import sharp from 'sharp';
import { expect } from 'vitest';
import { pdfOf } from '../../../plugins/requests/testing/attachment-files.ts';

// What applicants and officials do by the API of requests.

/** The demo's configuration, in which two owners (or others) have passwords: a script does not choose numbers in the app of the national sign-in. */
export function withPasswords(usernames: readonly string[] = ['noura', 'khalid']): string {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-licences-'));
  cpSync(fileURLToPath(new URL('../../../config/', import.meta.url)), folder, { recursive: true });
  const file = join(folder, 'demo/people.yaml');
  const people = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    people.replace(new RegExp(`- username: (${usernames.join('|')})\\n`, 'g'), '- username: $1\n    password: $1-password-1448\n    factor: none\n'),
  );
  return folder;
}

/** An answer of the API of requests that must be good. */
export async function answerOf<T>(client: CookieJar, method: string, path: string, body?: object): Promise<T> {
  const sent = body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
  const answer = await client.fetch(`/api/requests${path}`, { method, ...sent });
  const text = await answer.text();
  expect([200, 204], `${path}: ${text}`).toContain(answer.status);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** No two of them are the same picture. */
let pictures = 0;
const photo = () =>
  sharp({ create: { width: 800, height: 600, channels: 3, background: { r: 200, g: (pictures >> 8) % 256, b: pictures++ % 256 } } })
    .png()
    .toBuffer();

interface SentFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** Sends a picture, or a PDF where pictures are not taken, to where a form's field takes files. */
async function sendFile(client: CookieJar, to: string, accept: readonly string[]): Promise<SentFile> {
  const picture = accept.includes('.png');
  const sent = await client.fetch(`/api/requests${to}`, {
    method: 'POST',
    headers: { 'content-type': picture ? 'image/png' : 'application/pdf', 'x-file-name': picture ? 'shop.png' : 'drawing.pdf' },
    body: new Uint8Array(picture ? await photo() : pdfOf()),
  });
  expect(sent.status, await sent.clone().text()).toBe(200);
  const { id, name, size } = (await sent.json()) as SentFile;
  return { id, name, size };
}

interface AskedForm {
  readonly facts: readonly { readonly code: string }[];
  readonly ui: Readonly<Record<string, { readonly upload?: { readonly accept: readonly string[] } }>>;
}

/** Answers with files for these fields of a form; a field named twice gets two. */
async function withFiles(client: CookieJar, to: string, form: AskedForm, fields: readonly string[]): Promise<Record<string, SentFile[]>> {
  const files: Record<string, SentFile[]> = {};
  for (const field of fields) (files[field] ??= []).push(await sendFile(client, `${to}?field=${field}`, form.ui[field]?.upload?.accept ?? []));
  return files;
}

/** The same client in another capacity. */
export async function actingAs(client: CookieJar, capacity: string): Promise<CookieJar> {
  const chosen = await client.fetch('/auth/capacity', { method: 'POST', body: new URLSearchParams({ capacity, rd: '/' }) });
  expect(chosen.status).toBeLessThan(400);
  return client;
}

interface AskedTask {
  readonly token: number;
  readonly step: { readonly id: string };
  readonly form: AskedForm | null;
}

/** A request as its applicant sees it. */
export interface Own {
  readonly number: string;
  readonly revision: number;
  readonly state: { readonly id: string };
  readonly timeline: readonly object[];
  readonly objection: { readonly until: string; readonly to: string } | null;
  readonly tasks: readonly AskedTask[];
  readonly letters: readonly { readonly body: string }[];
  readonly papers: readonly { readonly title: string; readonly path: string; readonly withdrawn: boolean }[];
  readonly facts: Readonly<Record<string, unknown>> & {
    readonly licence?: { readonly number: string; readonly validUntil: string; readonly path: string };
    readonly invoice?: string;
    readonly bill?: string | null;
  };
}

/** Reads until something is so: automatic steps are done by jobs. */
export async function until<T>(client: CookieJar, path: string, so: (seen: T) => boolean): Promise<T> {
  const end = Date.now() + 90_000;
  for (let last = ''; ; last = last.slice(0, 3_000)) {
    const answer = await client.fetch(`/api/requests${path}`);
    last = await answer.text();
    if (answer.status === 200 && so(JSON.parse(last) as T)) return JSON.parse(last) as T;
    expect(Date.now(), `${path}: ${last}`).toBeLessThan(end);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

export const inState = (client: CookieJar, number: string, state: string) => until(client, `/own/${number}`, (own: Own) => own.state.id === state);

/** Fills a form: what its registers give is fetched, files are sent, then the draft. */
export async function apply(client: CookieJar, service: string, answers: Readonly<Record<string, unknown>>, fields: readonly string[] = []): Promise<string> {
  const draft = await answerOf<{ id: string; form: AskedForm }>(client, 'POST', '/drafts', { service });
  for (const { code } of draft.form.facts) await answerOf(client, 'POST', `/drafts/${draft.id}/sources/${code}`, { answers });
  const files = await withFiles(client, `/drafts/${draft.id}/files`, draft.form, fields);
  const sent = await answerOf<{ number: string | null; problems: object[] }>(client, 'POST', `/drafts/${draft.id}/submission`, {
    answers: { ...answers, ...files },
  });
  expect(sent.problems).toEqual([]);
  return sent.number!;
}

interface Sent {
  readonly decision?: string;
  readonly reasons?: readonly string[];
  readonly note?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** Sends a task's end; a job that moved the request after it was read is no fault of who decides: they read it again. */
async function ends<Seen extends { readonly revision: number; readonly tasks: readonly AskedTask[] }>(
  client: CookieJar,
  { read, end }: { read(): Promise<Seen>; end(task: AskedTask): string },
  step: string | null,
  sent: Sent,
  filesOf: (task: AskedTask) => Promise<Record<string, SentFile[]>>,
): Promise<{ readonly problems: readonly object[]; readonly seen: Seen }> {
  const taskOf = ({ tasks }: Seen) => tasks.find(({ step: { id } }) => step === null || id === step)!;
  const files = await filesOf(taskOf(await read()));
  for (;;) {
    const seen = await read();
    const body = { revision: seen.revision, ...sent, ...(sent.answers ? { answers: { ...sent.answers, ...files } } : {}) };
    const answer = await client.fetch(`/api/requests${end(taskOf(seen))}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said = (await answer.json()) as { readonly code?: string; readonly problems?: readonly object[] };
    if (said.code === 'REQUESTS_CHANGED') continue;
    expect(answer.status, JSON.stringify(said)).toBe(200);
    return { problems: said.problems ?? [], seen };
  }
}

/** Does a step of the applicant's side, or of an office that the request names, once automatic steps have brought it; resolves to what is wrong with it. */
export async function triesOwn(client: CookieJar, number: string, step: string, sent: Sent = {}, fields: readonly string[] = []): Promise<readonly object[]> {
  const { problems } = await ends<Own>(
    client,
    {
      read: () => until(client, `/own/${number}`, ({ tasks }: Own) => tasks.some(({ step: { id } }) => id === step)),
      end: ({ token }) => `/own/${number}/tasks/${token}`,
    },
    step,
    sent,
    async ({ token, form }) => (form ? withFiles(client, `/own/${number}/tasks/${token}/files`, form, fields) : {}),
  );
  return problems;
}
export const doesOwn = async (...of: Parameters<typeof triesOwn>) => expect(await triesOwn(...of)).toEqual([]);

/** Pays the bill of a request at the bank of the stand-in, once it is there, and has the portal look. */
export async function payBill(hub: Pick<TestHub, 'dataDir'>, client: CookieJar, number: string): Promise<void> {
  const { facts } = await until(client, `/own/${number}`, (own: Own) => own.facts.bill !== undefined && own.facts.bill !== null);
  const { sadad } = JSON.parse(readFileSync(join(hub.dataDir, 'run/stand-ins.json'), 'utf8')) as { sadad: { faults: string } };
  expect((await fetch(new URL(`pay?bill=${facts.bill}`, sadad.faults), { method: 'POST' })).status).toBe(200);
  const looked = await client.fetch(`/api/payments/invoices/${facts.invoice}/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(looked.status, await looked.clone().text()).toBe(200);
}

/** A request as an official sees it. */
export interface Case {
  readonly revision: number;
  readonly state: { readonly id: string };
  readonly facts: Readonly<Record<string, unknown>> & {
    readonly checks?: readonly { readonly check: string; readonly outcome: string }[];
    readonly visit?: object;
  };
  readonly tasks: readonly AskedTask[];
}

/** Does the task of a step that waits for an official, once automatic steps have brought it; resolves to what is wrong with it. */
export function triesCase(client: CookieJar, number: string, step: string | null, sent: Sent = {}, fields: readonly string[] = []) {
  return ends<Case>(
    client,
    {
      read: () => until(client, `/cases/${number}`, ({ tasks }: Case) => tasks.some(({ step: { id } }) => step === null || id === step)),
      end: ({ token }) => `/cases/${number}/tasks/${token}/decision`,
    },
    step,
    sent,
    async ({ token, form }) => (form ? withFiles(client, `/cases/${number}/tasks/${token}/files`, form, fields) : {}),
  );
}
export const doesCase = async (...of: Parameters<typeof triesCase>) => expect((await triesCase(...of)).problems).toEqual([]);

/** Decides the task that waits for an official, once automatic steps have brought it. */
export async function decide(
  client: CookieJar,
  number: string,
  decision: string | undefined,
  answers?: Readonly<Record<string, unknown>>,
  fields: readonly string[] = [],
): Promise<Case> {
  const { problems, seen } = await triesCase(
    client,
    number,
    null,
    { ...(decision === undefined ? {} : { decision }), ...(answers ? { answers } : {}) },
    fields,
  );
  expect(problems).toEqual([]);
  return seen;
}

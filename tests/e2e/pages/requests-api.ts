import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CookieJar } from '@amanah/testing';
import sharp from 'sharp';
import { expect } from 'vitest';

// What applicants and officials do by the API of requests.

/** The demo's configuration, in which two owners have passwords: a script does not choose numbers in the app of the national sign-in. */
export function withPasswords(): string {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-licences-'));
  cpSync(fileURLToPath(new URL('../../../config/', import.meta.url)), folder, { recursive: true });
  const file = join(folder, 'demo/people.yaml');
  const people = readFileSync(file, 'utf8');
  writeFileSync(file, people.replace(/- username: (noura|khalid)\n/g, '- username: $1\n    password: $1-password-1448\n    factor: none\n'));
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

const photo = () =>
  sharp({ create: { width: 800, height: 600, channels: 3, background: '#cfd9d4' } })
    .png()
    .toBuffer();

/** The same client in another capacity. */
export async function actingAs(client: CookieJar, capacity: string): Promise<CookieJar> {
  const chosen = await client.fetch('/auth/capacity', { method: 'POST', body: new URLSearchParams({ capacity, rd: '/' }) });
  expect(chosen.status).toBeLessThan(400);
  return client;
}

/** A request as its applicant sees it. */
export interface Own {
  readonly number: string;
  readonly revision: number;
  readonly state: { readonly id: string };
  readonly timeline: readonly object[];
  readonly facts: {
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

/** Fills a form: what its registers give is fetched, pictures are sent, then the draft. */
export async function apply(client: CookieJar, service: string, answers: Readonly<Record<string, unknown>>, pictures: readonly string[] = []): Promise<string> {
  const draft = await answerOf<{ id: string; form: { facts: readonly { code: string }[] } }>(client, 'POST', '/drafts', { service });
  for (const { code } of draft.form.facts) await answerOf(client, 'POST', `/drafts/${draft.id}/sources/${code}`, { answers });
  const files: Record<string, object[]> = {};
  for (const field of pictures) {
    const sent = await client.fetch(`/api/requests/drafts/${draft.id}/files?field=${field}`, {
      method: 'POST',
      headers: { 'content-type': 'image/png', 'x-file-name': 'shop.png' },
      body: new Uint8Array(await photo()),
    });
    expect(sent.status, await sent.clone().text()).toBe(200);
    const { id, name, size } = (await sent.json()) as { id: string; name: string; size: number };
    files[field] = [{ id, name, size }];
  }
  const sent = await answerOf<{ number: string | null; problems: object[] }>(client, 'POST', `/drafts/${draft.id}/submission`, {
    answers: { ...answers, ...files },
  });
  expect(sent.problems).toEqual([]);
  return sent.number!;
}

/** A request as an official sees it. */
export interface Case {
  readonly revision: number;
  readonly state: { readonly id: string };
  readonly facts: { readonly checks?: readonly { readonly check: string; readonly outcome: string }[]; readonly visit?: object };
  readonly tasks: readonly { readonly token: number; readonly step: { readonly id: string } }[];
}

/** Decides the task that waits for an official, once automatic steps have brought it. */
export async function decide(client: CookieJar, number: string, decision: string | undefined, answers?: object): Promise<Case> {
  const seen = await until(client, `/cases/${number}`, ({ tasks }: Case) => tasks.length > 0);
  const done = await answerOf<{ problems: object[] }>(client, 'POST', `/cases/${number}/tasks/${seen.tasks[0]!.token}/decision`, {
    revision: seen.revision,
    ...(decision === undefined ? {} : { decision }),
    ...(answers ? { answers } : {}),
  });
  expect(done.problems).toEqual([]);
  return seen;
}

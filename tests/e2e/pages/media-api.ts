import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { CookieJar, TestHub } from '@amanah/testing';
import { Upload } from 'tus-js-client';

/** Signs in somebody new who holds a role, in the capacity of that role. */
export async function inRole(hub: TestHub, id: string, role: string): Promise<CookieJar> {
  await hub.addPerson(id, `${id}-password-1`, { role });
  const client = await hub.signIn(id, `${id}-password-1`);
  const chooser = await (await client.fetch('/auth/capacity', { headers: { accept: 'text/html' } })).text();
  const capacity = /value="(official:[^"]+)"/.exec(chooser)?.[1];
  if (capacity) await client.fetch('/auth/capacity', { method: 'POST', body: new URLSearchParams({ capacity, rd: '/' }) });
  return client;
}

export interface Answer {
  readonly status: number;
  // What routes answer is looked at by the tests.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** One call of a route of the plugin with JSON. */
export async function ask(client: CookieJar, method: string, path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await client.fetch(`/api/media${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  const json = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, body: json ? JSON.parse(text) : text };
}

/** Makes a programme whose file is to come. @returns its id */
export async function beginProgramme(client: CookieJar, more: Record<string, unknown> = {}): Promise<string> {
  const words = { title: { ar: 'شرح تجديد الرخصة', en: 'How to renew a licence' }, about: { ar: '', en: '' }, kind: 'video', unit: 'pr-media', ...more };
  const { status, body } = await ask(client, 'POST', '/office/uploads', words);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id as string;
}

/** Uploads a file by tus, as a page does. `through`: another origin that leads to the hub. @throws with what the hub answered */
export async function uploadFile(
  client: CookieJar,
  programme: string,
  bytes: Buffer,
  { name = 'film.mp4', through = client.base, retries = [0, 200, 1_000, 3_000] as number[], chunkSize = Number.POSITIVE_INFINITY } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload: Upload = new Upload(bytes, {
      endpoint: `${through}/api/media/uploads`,
      metadata: { programme, filename: name },
      headers: { cookie: client.cookie, origin: client.base },
      retryDelays: retries,
      chunkSize,
      onError: reject,
      onSuccess: () => resolve(upload.url ?? ''),
    });
    upload.start();
  });
}

/** Asks for a programme until it is in one of these states. @throws when it gets stuck */
export async function untilState(client: CookieJar, id: string, ...states: string[]): Promise<Answer['body']> {
  let last: Answer | undefined;
  for (const until = Date.now() + 400_000; Date.now() < until; await wait(300)) {
    last = await ask(client, 'GET', `/office/programmes/${id}`);
    if (states.includes(last.body.state)) return last.body;
  }
  const processing = await ask(client, 'GET', `/office/programmes/${id}/processing`);
  throw new Error(`still ${JSON.stringify(last?.body)} ${JSON.stringify(processing.body)}`);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import { CookieJar } from '../../kit/testing/cookie-jar.ts';

/** Somebody of `config/demo/people.yaml` who signs in with a code. */
export interface OfficeAccount {
  readonly username: string;
  readonly password: string;
  readonly totpSecret: string;
}

/** What the office is told of a programme, as far as it is asked for here. */
export interface OfficeProgramme {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly seconds: number | null;
  readonly captions: readonly string[];
  readonly chapters: readonly unknown[];
  readonly channel: object | null;
}

const askEveryMs = 1_000;

/** The media office's own routes, called as its pages call them: by an official who signed in. */
export class MediaOffice {
  readonly #jar: CookieJar;

  private constructor(jar: CookieJar) {
    this.#jar = jar;
  }

  /** @throws Error when the account is refused or holds no post */
  static async enter(portal: string, { username, password, totpSecret }: OfficeAccount): Promise<MediaOffice> {
    const jar = new CookieJar(portal);
    await jar.signIn(username, password, () => new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate());
    const chooser = await (await jar.fetch('/auth/capacity', { headers: { accept: 'text/html' } })).text();
    const capacity = /value="(official:[^"]+)"/.exec(chooser)?.[1];
    if (capacity) await jar.fetch('/auth/capacity', { method: 'POST', body: new URLSearchParams({ capacity, rd: '/' }) });
    return new MediaOffice(jar);
  }

  /** One call with JSON. @throws Error with the answer that was no success */
  async ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const json = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return this.#answered<Answer>(`${method} ${path}`, await this.#jar.fetch(`/api/media${path}`, { method, ...json }));
  }

  /** Sends a file as the body of a call. */
  async send(method: string, path: string, type: string, bytes: Uint8Array): Promise<void> {
    await this.#answered(path, await this.#jar.fetch(`/api/media${path}`, { method, headers: { 'content-type': type }, body: new Uint8Array(bytes) }));
  }

  programme(id: string): Promise<OfficeProgramme> {
    return this.ask('GET', `/office/programmes/${id}`);
  }

  /** The programme that has exactly this English title; `null`: none. */
  async titled(title: string): Promise<OfficeProgramme | null> {
    const { programmes } = await this.ask<{ programmes: (OfficeProgramme & { readonly title: { readonly en: string } })[] }>(
      'GET',
      `/office/programmes?search=${encodeURIComponent(title.slice(0, 100))}`,
    );
    return programmes.find((one) => one.title.en === title) ?? null;
  }

  /** Asks until it is in one of these states. */
  async until(id: string, ...states: readonly string[]): Promise<OfficeProgramme> {
    for (;;) {
      const one = await this.programme(id);
      if (states.includes(one.state)) return one;
      await wait(askEveryMs);
    }
  }

  /** Uploads a file by tus; what an earlier try left half sent is given up. */
  async upload(id: string, path: string, name: string): Promise<void> {
    const { upload } = await this.ask<{ upload: { readonly to: string; readonly state: string } | null }>('GET', `/office/programmes/${id}/upload`);
    const tus = { 'tus-resumable': '1.0.0' };
    if (upload?.state === 'arriving') await this.#answered(upload.to, await this.#jar.fetch(upload.to, { method: 'DELETE', headers: tus }));
    const bytes = readFileSync(path);
    const metadata = Object.entries({ programme: id, filename: name }).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`);
    const begun = await this.#jar.fetch('/api/media/uploads', {
      method: 'POST',
      headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata.join(',') },
    });
    await this.#answered('/uploads', begun);
    const to = begun.headers.get('location') ?? '';
    const headers = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    await this.#answered(to, await this.#jar.fetch(to, { method: 'PATCH', headers, body: new Uint8Array(bytes) }));
  }

  async #answered<Answer>(what: string, answer: Response): Promise<Answer> {
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${what} was answered with ${answer.status}: ${text.slice(0, 300)}`);
    return (answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined) as Answer;
  }
}

import http from 'node:http';
import https from 'node:https';
import type { Credential, SignInOutcome, SystemCookies, WebSignIn, WebSystem } from '@amanah/adapter-api';
import { isIP } from 'node:net';
import iconv from 'iconv-lite';
import { CookieJar } from './cookie-jar.ts';
import { readSignInForm } from './sign-in-form.ts';

const maxPageBytes = 2_097_152;

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: Buffer;
}

/** Fills in a system's sign-in form for a person, as a browser would: page first, with its hidden fields and cookies. */
export class FormSignIn implements WebSignIn {
  readonly #system: WebSystem;

  constructor(system: WebSystem) {
    this.#system = system;
  }

  async signIn(credential: Credential): Promise<SignInOutcome> {
    const { form } = this.#system;
    const jar = new CookieJar();
    try {
      const page = await this.#ask('GET', form.page, jar);
      const found = readSignInForm(iconv.decode(page.body, form.charset), form.usernameField);
      if (!found && !form.action)
        return { signedIn: false, reason: 'unreachable', detail: `no form with field "${form.usernameField}" on ${form.page} (status ${page.status})` };
      const fields = { ...found?.hidden, ...form.fields, [form.usernameField]: credential.username, [form.passwordField]: credential.password };
      const answer = await this.#ask('POST', form.action ?? this.#path(found?.action || form.page, form.page), jar, encodeForm(fields, form.charset));
      if (answer.status >= 500) return { signedIn: false, reason: 'unreachable', detail: `status ${answer.status}` };
      return this.#succeeded(answer, jar) ? { signedIn: true, jar } : { signedIn: false, reason: 'refused', detail: `status ${answer.status}` };
    } catch (error) {
      return { signedIn: false, reason: 'unreachable', detail: (error as NodeJS.ErrnoException).code ?? (error as Error).message };
    }
  }

  restore(state: string): SystemCookies {
    return CookieJar.of(state);
  }

  get signedOutMark(): Buffer | null {
    const { signedOut, charset } = this.#system.form;
    return signedOut.contains === undefined ? null : iconv.encode(signedOut.contains, charset);
  }

  /** Ends the person's session at the system. @throws Error when the system cannot be reached */
  async signOut(jar: SystemCookies): Promise<void> {
    if (this.#system.form.signOut) await this.#ask('GET', this.#system.form.signOut, jar);
  }

  /** Whether a redirect of the system leads to its sign-in page. */
  leadsToSignIn(location: string, from: string): boolean {
    const { redirectTo } = this.#system.form.signedOut;
    return redirectTo !== undefined && pathOnly(this.#path(location, from)) === pathOnly(redirectTo);
  }

  #succeeded(answer: Answer, jar: SystemCookies): boolean {
    const { success, signedOut, charset } = this.#system.form;
    if (success.cookie !== undefined && !jar.has(success.cookie)) return false;
    if (success.redirectTo !== undefined) return answer.location !== undefined && pathOnly(this.#path(answer.location, '/')).startsWith(success.redirectTo);
    if (answer.location !== undefined && this.leadsToSignIn(answer.location, '/')) return false;
    return signedOut.contains === undefined || !iconv.decode(answer.body, charset).includes(signedOut.contains);
  }

  #path(address: string, from: string): string {
    const url = new URL(address, new URL(from, this.#system.upstream));
    return url.pathname + url.search;
  }

  #ask(method: 'GET' | 'POST', path: string, jar: SystemCookies, body?: string): Promise<Answer> {
    const { upstream, host, answerMs, maxHeaderBytes, ca } = this.#system;
    const url = new URL(path, upstream);
    const cookie = jar.header(url.pathname);
    const headers = {
      accept: 'text/html',
      'accept-encoding': 'identity',
      ...(host ? { host } : {}),
      ...(cookie ? { cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) }),
    };
    // The name in the certificate is the system's own, also when it is told its public name as Host.
    const tls = { servername: isIP(url.hostname.replace(/^\[|\]$/g, '')) ? '' : url.hostname, ...(ca ? { ca } : {}) };
    const options = { method, headers, agent: false, maxHeaderSize: maxHeaderBytes, ...(url.protocol === 'https:' ? tls : {}) } as const;
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(url, options, (response) => {
        for (const setCookie of response.headers['set-cookie'] ?? []) jar.take(setCookie);
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > maxPageBytes) request.destroy(new Error('the sign-in page is too large'));
          else chunks.push(chunk);
        });
        response.on('end', () => {
          clearTimeout(deadline);
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, body: Buffer.concat(chunks) });
        });
        response.on('error', reject);
      });
      const deadline = setTimeout(() => request.destroy(new Error('no answer in time')), answerMs);
      request.on('error', (error) => {
        clearTimeout(deadline);
        reject(error);
      });
      request.end(body);
    });
  }
}

/** `application/x-www-form-urlencoded` in the encoding that the system's pages are in. */
export function encodeForm(fields: Readonly<Record<string, string>>, charset: string): string {
  const escape = (text: string) =>
    [...iconv.encode(text, charset)]
      .map((byte) =>
        /[A-Za-z0-9*._-]/.test(String.fromCharCode(byte)) && byte < 0x80
          ? String.fromCharCode(byte)
          : byte === 0x20
            ? '+'
            : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
      )
      .join('');
  return Object.entries(fields)
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .join('&');
}

function pathOnly(path: string): string {
  return path.split(/[?#]/)[0] ?? '';
}

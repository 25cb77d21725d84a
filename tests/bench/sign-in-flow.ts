import { createHash, randomBytes } from 'node:crypto';
import { Agent, request, type Dispatcher } from 'undici';

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
export const callback = 'http://localhost:4899/callback';

export interface Client {
  readonly base: string;
  readonly secret: string;
}

/** Cookies of one browser. */
export type Cookies = Map<string, string>;

/** What a browser and a relying party do for one sign-in by authorization code with PKCE; the staff form only when nobody is signed in yet. */
export class SignInFlow {
  readonly #client: Client;
  readonly #dispatcher: Dispatcher = new Agent({ connections: 64 });

  constructor(client: Client) {
    this.#client = client;
  }

  /** @throws Error when no token comes of it */
  async run(cookies: Cookies = new Map()): Promise<void> {
    const query = new URLSearchParams({
      client_id: 'bench',
      response_type: 'code',
      redirect_uri: callback,
      scope: 'openid profile',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    let at = `/oidc/auth?${query}`;
    for (let steps = 0; steps < 12; steps++) {
      const { location, body, status } = await this.#ask(at, cookies);
      if (location?.startsWith(callback)) return this.#redeem(new URL(location).searchParams.get('code') ?? '');
      if (location) at = new URL(location, this.#client.base).href.slice(new URL(this.#client.base).origin.length);
      else at = await this.#signIn(at, body, status, cookies);
    }
    throw new Error('the sign-in went in circles');
  }

  async #signIn(path: string, page: string, status: number, cookies: Cookies): Promise<string> {
    if (!page.includes('name="password"')) throw new Error(`${path} was answered with ${status}`);
    const rd = new URL(path, this.#client.base).searchParams.get('rd') ?? '';
    const { location } = await this.#ask('/auth/sign-in/staff', cookies, new URLSearchParams({ username: 'alice', password: 'alice-password', rd }));
    if (!location) throw new Error('the password was not taken');
    return new URL(location, this.#client.base).pathname + new URL(location, this.#client.base).search;
  }

  async #redeem(code: string): Promise<void> {
    const answer = await request(`${this.#client.base}/oidc/token`, {
      method: 'POST',
      dispatcher: this.#dispatcher,
      headers: { authorization: `Basic ${btoa(`bench:${this.#client.secret}`)}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier }).toString(),
    });
    const body = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`no token: ${body}`);
  }

  async #ask(path: string, cookies: Cookies, form?: URLSearchParams): Promise<{ status: number; location: string | null; body: string }> {
    const answer = await request(new URL(path, this.#client.base), {
      method: form ? 'POST' : 'GET',
      dispatcher: this.#dispatcher,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { origin: this.#client.base, 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { body: form.toString() } : {}),
    });
    for (const cookie of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = cookie.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      if (/max-age=0\b|expires=thu, 01 jan 1970/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, pair.slice(pair.indexOf('=') + 1));
    }
    const location = answer.headers['location'];
    return { status: answer.statusCode, location: typeof location === 'string' ? location : null, body: await answer.body.text() };
  }
}

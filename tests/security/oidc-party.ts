import type { CookieJar, TestHub } from '@amanah/testing';
import * as oidc from 'openid-client';

/** Where the tests' clients are answered; nobody listens there, the tests read the address. */
export const callback = 'http://127.0.0.9:4999/callback';

type Auth = 'basic' | 'post' | 'none';
const authMethods = { basic: oidc.ClientSecretBasic, post: oidc.ClientSecretPost };

/** An OpenID client as an outsider writes it: registered by the documented command, then only discovery and openid-client. */
export class Party {
  readonly id: string;
  readonly secret: string | undefined;
  readonly configuration: oidc.Configuration;

  constructor(id: string, secret: string | undefined, configuration: oidc.Configuration) {
    this.id = id;
    this.secret = secret;
    this.configuration = configuration;
  }

  /** Runs `amanah client add` with these flags beside id and redirect address. @throws with what the command said */
  static async register(hub: TestHub, id: string, flags: readonly string[] = [], auth: Auth = 'basic'): Promise<Party> {
    const said = await hub.cli('client', 'add', '--id', id, '--redirect-uri', callback, '--auth', auth, ...flags, '--json');
    if (said.code !== 0) throw new Error(said.stdout + said.stderr);
    const { client_id, client_secret } = JSON.parse(said.stdout) as { client_id: string; client_secret?: string };
    return Party.connect(hub, client_id, client_secret, auth);
  }

  static async connect(hub: Pick<TestHub, 'url'>, id: string, secret: string | undefined, auth: Auth = 'basic'): Promise<Party> {
    const method = auth === 'none' ? oidc.None() : authMethods[auth](secret ?? '');
    const configuration = await oidc.discovery(new URL(`${hub.url}/oidc`), id, { id_token_signed_response_alg: 'ES256' }, method, {
      execute: [oidc.allowInsecureRequests],
    });
    return new Party(id, secret, configuration);
  }

  /** A request to sign in, and what must come back with its answer. */
  async begin(more: Record<string, string> = {}): Promise<{ url: URL; checks: oidc.AuthorizationCodeGrantChecks }> {
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const expectedState = oidc.randomState();
    const parameters = {
      redirect_uri: callback,
      scope: 'openid profile offline_access',
      state: expectedState,
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      ...more,
    };
    return { url: oidc.buildAuthorizationUrl(this.configuration, parameters), checks: { pkceCodeVerifier, expectedState, idTokenExpected: true } };
  }

  /** The whole way for a browser that is signed in: request, answer, tokens. */
  async enter(browser: CookieJar, more: Record<string, string> = {}, options: oidc.DPoPOptions = {}) {
    const { url, checks } = await this.begin(more);
    return this.redeem(await browser.open(url.href), checks, options);
  }

  /** Tokens for the answer that came to the callback. @throws with the page's text when the browser still is at the portal */
  async redeem(answer: Response, checks: oidc.AuthorizationCodeGrantChecks, options: oidc.DPoPOptions = {}) {
    const location = answer.headers.get('location');
    if (!location) throw new Error(`no answer at the client but ${answer.status} ${answer.url}: ${textOf(await answer.text())}`);
    return oidc.authorizationCodeGrant(this.configuration, new URL(location), checks, undefined, options);
  }

  refresh(token: string | undefined) {
    return oidc.refreshTokenGrant(this.configuration, token ?? '');
  }

  /** Status of a userinfo request with this token. */
  async userinfoStatus(access: string): Promise<number> {
    const url = this.configuration.serverMetadata().userinfo_endpoint ?? '';
    return (await fetch(url, { headers: { authorization: `Bearer ${access}` } })).status;
  }
}

/** What the provider's answer says at the client: `code`, or `error`. */
export function answered(response: Response): URLSearchParams {
  return new URL(response.headers.get('location') ?? 'none:').searchParams;
}

/** The OAuth error code that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  const error = (await call.then(
    () => ({ error: 'none' }),
    (reason: unknown) => reason,
  )) as { error?: string; message?: string; cause?: { parameters?: { error?: string } }[] };
  // A challenge in WWW-Authenticate keeps the code among its parameters.
  return error.error ?? error.cause?.[0]?.parameters?.error ?? String(error.message);
}

/** Fills the first form of a page with its hidden fields, and sends it. */
export async function sendForm(browser: CookieJar, page: Response, fields: Record<string, string>): Promise<Response> {
  const html = await page.text();
  const form = /<form\b[^>]*method="?post"?[^>]*>[\s\S]*?<\/form>/i.exec(html)?.[0];
  if (!form) throw new Error(`no form on ${page.url}: ${textOf(html)}`);
  const plain = (text: string | undefined) => (text ?? '').replaceAll('&amp;', '&');
  const hidden = [...form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/gi)].map(([input]) => [
    plain(/name="([^"]*)"/.exec(input)?.[1]),
    plain(/value="([^"]*)"/.exec(input)?.[1]),
  ]);
  const action = plain(/action="([^"]*)"/.exec(form)?.[1]) || page.url;
  return browser.open(action, { method: 'POST', body: new URLSearchParams([...hidden, ...Object.entries(fields)] as string[][]) });
}

function textOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>|\s+/g, ' ')
    .slice(0, 800);
}

import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';

/** How this system is known at the portal's provider. */
export interface PortalClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface PortalSession {
  readonly id: string;
  readonly subject: string;
  /** Session at the provider, by which back-channel logout names it. */
  readonly sid: string | null;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly idToken: string;
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** An ordinary OpenID Connect client: code with PKCE, own sessions, back-channel logout. */
export class RelyingParty {
  readonly #redirectUri: string;
  #portal: PortalClient | null;
  #configuration: client.Configuration | null = null;
  readonly #pending = new Map<string, { verifier: string; nonce: string; startedAt: number }>();
  readonly #sessions = new Map<string, PortalSession>();

  constructor(url: string, portal: PortalClient | null) {
    this.#redirectUri = `${url}/callback`;
    this.#portal = portal;
  }

  get connected(): boolean {
    return this.#portal !== null;
  }

  get signedIn(): number {
    return this.#sessions.size;
  }

  connect(portal: PortalClient): void {
    this.#portal = portal;
    this.#configuration = null;
  }

  session(id: string | undefined): PortalSession | null {
    return (id ? this.#sessions.get(id) : undefined) ?? null;
  }

  /** Where to send the browser to sign in. */
  async begin(language: string): Promise<{ location: string; state: string }> {
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const nonce = client.randomNonce();
    for (const [old, { startedAt }] of this.#pending) if (startedAt < Date.now() - 600_000) this.#pending.delete(old);
    this.#pending.set(state, { verifier, nonce, startedAt: Date.now() });
    const url = client.buildAuthorizationUrl(await this.#discover(), {
      redirect_uri: this.#redirectUri,
      scope: 'openid profile',
      state,
      nonce,
      ui_locales: language,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { location: url.href, state };
  }

  /** Exchanges the code of the callback; `state` is the one kept in this browser. @throws when the answer is not for it */
  async finish(callback: URL, state: string): Promise<PortalSession> {
    const pending = this.#pending.get(state);
    this.#pending.delete(state);
    if (!pending) throw new Error('no sign-in is in progress in this browser');
    const configuration = await this.#discover();
    const tokens = await client.authorizationCodeGrant(configuration, callback, {
      pkceCodeVerifier: pending.verifier,
      expectedState: state,
      expectedNonce: pending.nonce,
    });
    const claims = tokens.claims();
    if (!claims || !tokens.id_token) throw new Error('no id token');
    const user = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    const session = {
      id: crypto.randomUUID(),
      subject: claims.sub,
      sid: typeof claims['sid'] === 'string' ? claims['sid'] : null,
      claims: { ...claims, ...user },
      idToken: tokens.id_token,
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  /** Ends the own session; where to end the portal's as well. */
  async signOut(session: PortalSession, postLogout: string): Promise<string> {
    this.#sessions.delete(session.id);
    return client.buildEndSessionUrl(await this.#discover(), { id_token_hint: session.idToken, post_logout_redirect_uri: postLogout }).href;
  }

  /** Takes a logout token of the provider. @returns how many sessions ended @throws when the token is not valid */
  async backchannelLogout(token: string): Promise<number> {
    const metadata = (await this.#discover()).serverMetadata();
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri ?? '')), {
      issuer: metadata.issuer,
      audience: this.#portal?.clientId ?? '',
    });
    const events = payload['events'] as Record<string, unknown> | undefined;
    if (!events?.[logoutEvent] || payload['nonce'] !== undefined) throw new Error('not a logout token');
    const ended = [...this.#sessions.values()].filter((one) => (payload['sid'] ? one.sid === payload['sid'] : one.subject === payload.sub));
    for (const one of ended) this.#sessions.delete(one.id);
    return ended.length;
  }

  async #discover(): Promise<client.Configuration> {
    const portal = this.#portal;
    if (!portal) throw new Error('not connected to a portal');
    this.#configuration ??= await client.discovery(new URL(portal.issuer), portal.clientId, undefined, client.ClientSecretBasic(portal.clientSecret), {
      execute: [client.allowInsecureRequests],
    });
    return this.#configuration;
  }
}

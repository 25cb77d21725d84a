import { AdapterError, type AdapterContext, type HttpClient } from '@amanah/adapter-api';
import type { Credential, OpenApiConfig } from '../config.ts';
import type { SchemePlan, Snapshot } from '../plan.ts';
import { encodeStrictly } from '../request/percent.ts';
import { clientProof, OAuth2Tokens } from './oauth2-tokens.ts';

/** What credentials add to a request. */
export interface Proof {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly cookies: readonly (readonly [string, string])[];
  /** Values that no message may show. */
  readonly secrets: readonly string[];
}

const nothing: Proof = { headers: {}, query: [], cookies: [], secrets: [] };

/** The credentials of one system, put in where an operation's security asks for them. */
export class Credentials {
  readonly #all: readonly Credential[];
  readonly #schemes: Snapshot['schemes'];
  readonly #ctx: AdapterContext;
  readonly #tokens = new Map<Credential, OAuth2Tokens>();

  /** @throws AdapterError `contract-violation` when secrets would go to an origin that is not declared */
  constructor(options: {
    config: OpenApiConfig;
    schemes: Snapshot['schemes'];
    base: string | null;
    allowed: ReadonlySet<string>;
    http: HttpClient;
    ctx: AdapterContext;
  }) {
    this.#all = options.config.credentials;
    this.#schemes = options.schemes;
    this.#ctx = options.ctx;
    for (const credential of this.#all) {
      if (credential.kind !== 'oauth2') continue;
      const tokenUrl = tokenAddress(credential, this.#schemeOf(credential), options.base);
      // The document alone must not lead our secret to an address that nobody has declared.
      if (credential.tokenUrl === undefined && !options.allowed.has(tokenUrl.origin))
        throw new AdapterError('contract-violation', `the token address lies on ${tokenUrl.origin}, which is not declared`, { reached: 'no' });
      const scheme = this.#schemeOf(credential);
      const scopes = scheme?.kind === 'oauth2' ? scheme.scopes : [];
      this.#tokens.set(credential, new OAuth2Tokens({ credential, tokenUrl, scopes, http: options.http, ctx: options.ctx }));
    }
  }

  /** Credentials for one of the alternatives of an operation. @throws AdapterError `unauthorised` when there are none for it, or no token was given */
  async prove(security: readonly (readonly string[])[], signal: AbortSignal, refused: string | null = null): Promise<Proof> {
    const proofs = await Promise.all(this.#needed(security).map((credential) => this.#proof(credential, signal, refused)));
    return {
      headers: Object.assign({}, ...proofs.map(({ headers }) => headers)) as Record<string, string>,
      query: proofs.flatMap(({ query }) => query),
      cookies: proofs.flatMap(({ cookies }) => cookies),
      secrets: proofs.flatMap(({ secrets }) => secrets),
    };
  }

  /** All credentials, for what stands in no description. */
  everything(signal: AbortSignal, refused: string | null = null): Promise<Proof> {
    return this.prove([this.#all.flatMap(({ scheme }) => scheme ?? [])], signal, refused);
  }

  /** Whether a refused header may be replaced by a fresh one. */
  get renewable(): boolean {
    return this.#tokens.size > 0;
  }

  #needed(security: readonly (readonly string[])[]): readonly Credential[] {
    const always = this.#all.filter(({ scheme }) => scheme === undefined);
    if (security.length === 0) return always;
    const by = (name: string) => this.#all.find(({ scheme }) => scheme === name);
    const met = security.find((names) => names.every((name) => by(name) !== undefined || this.#schemes[name]?.kind === 'certificate'));
    if (met) return [...always, ...met.flatMap((name) => by(name) ?? [])];
    if (always.length > 0) return always;
    throw new AdapterError('unauthorised', `no credential is configured for ${security.map((names) => names.join(' and ')).join(' or ')}`, { reached: 'no' });
  }

  async #proof(credential: Credential, signal: AbortSignal, refused: string | null): Promise<Proof> {
    switch (credential.kind) {
      case 'oauth2': {
        const header = await this.#tokens.get(credential)?.header(signal, refused);
        const secret = this.#ctx.secret(credential.clientSecret);
        const secrets = [header?.slice('Bearer '.length) ?? secret, secret, clientProof(credential.clientId, secret)];
        return header === undefined ? nothing : { ...nothing, headers: { authorization: header }, secrets };
      }
      case 'bearer': {
        const token = this.#ctx.secret(credential.token);
        return { ...nothing, headers: { authorization: `Bearer ${sendable(token)}` }, secrets: [token] };
      }
      case 'basic': {
        const password = this.#ctx.secret(credential.password);
        const pair = Buffer.from(`${credential.username}:${password}`).toString('base64');
        return { ...nothing, headers: { authorization: `Basic ${pair}` }, secrets: [password, pair] };
      }
      case 'apiKey': {
        const value = this.#ctx.secret(credential.value);
        const scheme = this.#schemeOf(credential);
        const described = scheme?.kind === 'apiKey' ? scheme : undefined;
        const [place, name] = [credential.in ?? described?.in ?? 'header', credential.name ?? described?.name ?? 'X-API-Key'];
        const secrets = [value, encodeStrictly(value)];
        if (place === 'header') return { ...nothing, headers: { [name.toLowerCase()]: sendable(value) }, secrets };
        return { ...nothing, [place === 'query' ? 'query' : 'cookies']: [[encodeStrictly(name), encodeStrictly(value)]], secrets };
      }
    }
  }

  /** What the document says of a credential: of the scheme that it names, or else of the only scheme of its kind. */
  #schemeOf({ scheme, kind }: Credential): SchemePlan | undefined {
    if (scheme !== undefined) return this.#schemes[scheme];
    const same = Object.values(this.#schemes).filter((one) => one.kind === kind);
    return same.length === 1 ? same[0] : undefined;
  }
}

function tokenAddress(credential: Extract<Credential, { kind: 'oauth2' }>, scheme: SchemePlan | undefined, base: string | null): URL {
  const said = credential.tokenUrl ?? (scheme?.kind === 'oauth2' ? scheme.tokenUrl : null);
  const url = said === null ? null : URL.parse(said, base === null ? undefined : `${base}/`);
  if (!url) throw new AdapterError('input-invalid', 'the address where tokens are given is not known', { reached: 'no' });
  return url;
}

function sendable(secret: string): string {
  if (/[^\x20-\x7e]/.test(secret)) throw new AdapterError('input-invalid', 'a secret has characters that no header can carry', { reached: 'no' });
  return secret;
}

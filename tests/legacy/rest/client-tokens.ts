import { randomBytes } from 'node:crypto';
import type { RestAnswer, RestRequest } from './rest-system.ts';

/** Gives out access tokens by client credentials (RFC 6749, 4.4) and knows them again. */
export class ClientTokens {
  readonly #client: { readonly id: string; readonly secret: string };
  readonly #scopes: readonly string[];
  readonly #given = new Map<string, { readonly until: number; readonly scopes: ReadonlySet<string> }>();
  /** Life of a token in seconds. */
  seconds = 300;

  constructor(client: { readonly id: string; readonly secret: string }, scopes: readonly string[]) {
    this.#client = client;
    this.#scopes = scopes;
  }

  give({ headers, body }: RestRequest): RestAnswer {
    const form = new URLSearchParams(body.toString());
    const basic = Buffer.from(headers.authorization?.replace(/^Basic /i, '') ?? '', 'base64').toString();
    const [id = '', secret = ''] = basic ? basic.split(':').map(decodeURIComponent) : [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
    if (form.get('grant_type') !== 'client_credentials') return { status: 400, body: { error: 'unsupported_grant_type' } };
    if (id !== this.#client.id || secret !== this.#client.secret)
      return { status: 401, headers: { 'www-authenticate': 'Basic' }, body: { error: 'invalid_client' } };
    const scopes = (form.get('scope') ?? this.#scopes.join(' ')).split(' ').filter((scope) => scope !== '');
    if (scopes.some((scope) => !this.#scopes.includes(scope))) return { status: 400, body: { error: 'invalid_scope' } };
    const token = randomBytes(24).toString('base64url');
    this.#given.set(token, { until: Date.now() + this.seconds * 1_000, scopes: new Set(scopes) });
    return { body: { access_token: token, token_type: 'Bearer', expires_in: this.seconds, scope: scopes.join(' ') } };
  }

  /** Why a request may not pass; `null` when its token holds for the scope. */
  refuse({ headers }: RestRequest, scope: string): RestAnswer | null {
    const token = this.#given.get(headers.authorization?.replace(/^Bearer /i, '') ?? '');
    const problem = (status: number, error: string, title: string) => ({
      status,
      headers: { 'www-authenticate': `Bearer error="${error}"`, 'content-type': 'application/problem+json; charset=utf-8' },
      body: { type: 'about:blank', title, status, code: error.toUpperCase() },
    });
    if (!token || token.until < Date.now()) return problem(401, 'invalid_token', 'رمز الدخول غير صالح');
    return token.scopes.has(scope) ? null : problem(403, 'insufficient_scope', 'رمز الدخول لا يشمل هذه العملية');
  }

  takeBack(): void {
    this.#given.clear();
  }
}

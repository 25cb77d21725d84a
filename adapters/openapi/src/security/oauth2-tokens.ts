import { AdapterError, type AdapterContext, type HttpClient } from '@amanah/adapter-api';
import type { Credential } from '../config.ts';
import { decodeText } from '../answer/read-body.ts';
import { member, textAt } from '../document/json.ts';
import { encodeStrictly } from '../request/percent.ts';

export type ClientCredentials = Extract<Credential, { kind: 'oauth2' }>;

interface Token {
  readonly header: string;
  /** Milliseconds of the process's own clock, so that a clock which is set does not matter. */
  readonly until: number;
}

/** A token is renewed this long before it ends, in milliseconds, or at half of a short life. */
const aheadMs = 30_000;
/** Life of a token whose giver does not say, in seconds. */
const unsaidSeconds = 300;

/** Access tokens by client credentials (RFC 6749, 4.4): kept until shortly before they end, asked for once at a time. */
export class OAuth2Tokens {
  readonly #credential: ClientCredentials;
  readonly #tokenUrl: URL;
  readonly #scopes: readonly string[];
  readonly #http: HttpClient;
  readonly #ctx: AdapterContext;
  #token: Token | null = null;
  #asking: Promise<Token> | null = null;

  constructor(options: { credential: ClientCredentials; tokenUrl: URL; scopes: readonly string[]; http: HttpClient; ctx: AdapterContext }) {
    this.#credential = options.credential;
    this.#tokenUrl = options.tokenUrl;
    this.#scopes = options.credential.scopes ?? options.scopes;
    this.#http = options.http;
    this.#ctx = options.ctx;
  }

  /**
   * The `Authorization` header. `refused` is one that the system no longer takes; it is replaced unless somebody has done so meanwhile.
   * @throws AdapterError, with reached `no`: the system itself was not asked
   */
  async header(signal: AbortSignal, refused: string | null = null): Promise<string> {
    if (this.#token && this.#token.header !== refused && performance.now() < this.#token.until) return this.#token.header;
    // The first who needs a token asks for all; its own deadline must not end the others' wait.
    this.#asking ??= this.#ask(AbortSignal.any([this.#ctx.signal, AbortSignal.timeout(this.#ctx.limits.connectMs + this.#ctx.limits.answerMs)])).finally(
      () => (this.#asking = null),
    );
    this.#token = await orAborted(this.#asking, signal);
    return this.#token.header;
  }

  async #ask(signal: AbortSignal): Promise<Token> {
    const { clientId, proof, fields, clientSecret } = this.#credential;
    const secret = this.#ctx.secret(clientSecret);
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...fields });
    if (this.#scopes.length > 0) form.set('scope', this.#scopes.join(' '));
    if (proof === 'form') {
      form.set('client_id', clientId);
      form.set('client_secret', secret);
    }
    const answer = await this.#http
      .request({
        method: 'POST',
        url: this.#tokenUrl,
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          ...(proof === 'basic' ? { authorization: `Basic ${clientProof(clientId, secret)}` } : {}),
        },
        body: form.toString(),
        signal,
        effect: 'write',
      })
      .catch((error: unknown) => {
        throw error instanceof AdapterError
          ? new AdapterError(error.outcome, `at the token address: ${error.message}`, { reached: 'no', cause: error })
          : error;
      });
    const said = parsed(answer.body);
    if (answer.status !== 200) {
      const outcome = answer.status >= 500 || answer.status === 429 ? 'failed' : 'unauthorised';
      throw new AdapterError(outcome, `no token: status ${answer.status}, ${(textAt(said, 'error') ?? 'no reason').slice(0, 100)}`, { reached: 'no' });
    }
    const token = textAt(said, 'access_token');
    if (!token || !/^[\x21-\x7e]+$/.test(token)) throw new AdapterError('contract-violation', 'the token address gave no token', { reached: 'no' });
    if (!/^bearer$/i.test(textAt(said, 'token_type') ?? 'bearer'))
      throw new AdapterError('contract-violation', 'the token address gave a token of another type than Bearer', { reached: 'no' });
    const seconds = Number(member(said, 'expires_in') ?? unsaidSeconds);
    const lifeMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : unsaidSeconds * 1_000;
    return { header: `Bearer ${token}`, until: performance.now() + Math.max(lifeMs - aheadMs, lifeMs / 2) };
  }
}

/** Client id and secret as HTTP Basic carries them (RFC 6749, 2.3.1). */
export function clientProof(clientId: string, secret: string): string {
  return Buffer.from(`${encodeStrictly(clientId)}:${encodeStrictly(secret)}`).toString('base64');
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(decodeText(body, 'utf-8'));
  } catch {
    return undefined;
  }
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = () => {
    const late = (signal.reason as Error | undefined)?.name === 'TimeoutError';
    return new AdapterError(late ? 'timeout' : 'cancelled', late ? 'the deadline passed before a token was given' : 'the caller went away', { reached: 'no' });
  };
  return new Promise<T>((resolve, reject) => {
    const leave = () => reject(ended());
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

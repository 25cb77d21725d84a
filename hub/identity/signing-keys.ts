import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import type { Secret } from '../config/secret.ts';
import type { Db } from '../store/contract.ts';
import { newToken } from './random-token.ts';
import { seal, unseal } from './seal.ts';

/** Notification by which replicas tell each other that there is a new key. */
export const keysChangedChannel = 'hub_signing_key';

/** How long a retired key stays published: longer than anything it signed lives. */
const publishedAfterRetirement = '1 day';

/** The hub's ES256 keys: one current, older ones published until what they signed has run out. */
export class SigningKeys {
  readonly #db: Db;
  readonly #sealKey: Secret;

  constructor(db: Db, sealKey: Secret) {
    this.#db = db;
    this.#sealKey = sealKey;
  }

  /** Makes the first key when there is none; of two replicas that start together one wins. */
  async prepare(): Promise<void> {
    const [current] = await this.#db.query('SELECT 1 FROM hub.signing_key WHERE retired_at IS NULL');
    if (!current) await this.#add();
  }

  /** Retires the current key and makes a new one. */
  async rotate(): Promise<void> {
    await this.#db.query('UPDATE hub.signing_key SET retired_at = now() WHERE retired_at IS NULL');
    await this.#add();
  }

  /** The public keys, for `/oidc/jwks`. */
  async published(): Promise<JWK[]> {
    const rows = await this.#db.query<{ public_jwk: JWK }>(
      `SELECT public_jwk FROM hub.signing_key WHERE retired_at IS NULL OR retired_at > now() - interval '${publishedAfterRetirement}' ORDER BY created_at DESC`,
    );
    return rows.map(({ public_jwk }) => public_jwk);
  }

  /** Current and still published keys with their private parts, the current one first: what the OpenID provider signs with. */
  async private(): Promise<JWK[]> {
    const rows = await this.#db.query<{ kid: string; public_jwk: JWK; sealed_private: string }>(
      `SELECT kid, public_jwk, sealed_private FROM hub.signing_key WHERE retired_at IS NULL OR retired_at > now() - interval '${publishedAfterRetirement}' ORDER BY created_at DESC`,
    );
    return rows.map(({ kid, public_jwk, sealed_private }) => ({
      ...public_jwk,
      ...(JSON.parse(unseal(this.#sealKey, `signing-key:${kid}`, sealed_private)) as JWK),
    }));
  }

  /** Signs claims with the current key. */
  async sign(
    issuer: string,
    audience: string,
    subject: string,
    claims: Readonly<Record<string, unknown>>,
    lifetimeSeconds: number,
    type = 'JWT',
  ): Promise<string> {
    const [row] = await this.#db.query<{ kid: string; sealed_private: string }>(
      'SELECT kid, sealed_private FROM hub.signing_key WHERE retired_at IS NULL',
      [],
      'signing-key-current',
    );
    if (!row) throw new Error('no signing key: prepare() was not called');
    const key = await importJWK(JSON.parse(unseal(this.#sealKey, `signing-key:${row.kid}`, row.sealed_private)) as JWK, 'ES256');
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: row.kid, typ: type })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(key);
  }

  async #add(): Promise<void> {
    const kid = newToken().token.slice(0, 12);
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
    await this.#db.query('INSERT INTO hub.signing_key (kid, public_jwk, sealed_private) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      kid,
      JSON.stringify(publicJwk),
      seal(this.#sealKey, `signing-key:${kid}`, JSON.stringify(await exportJWK(privateKey))),
    ]);
  }
}

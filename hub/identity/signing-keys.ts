import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { Secret } from '../config/secret.ts';
import type { Db } from '../store/contract.ts';
import { newToken } from './random-token.ts';
import { seal, unseal } from './seal.ts';

/** Notification by which replicas tell each other that there is a new key. */
export const keysChangedChannel = 'hub_signing_key';

/** How long a retired key stays published: longer than anything it signed lives. */
const publishedAfterRetirement = '1 day';
/** A key is replaced at this age. */
const longestUseDays = 90;
/** How long a new key is published before it signs: longer than anybody keeps an old list of keys. */
export const leadSeconds = 3_600;
/** How long the current key is used from memory before the store is asked again. */
const rememberedMs = 5_000;

export interface SigningKeyInfo {
  readonly kid: string;
  readonly state: 'next' | 'current' | 'retired';
  readonly usedFrom: string;
  readonly retiredAt: string | null;
}

interface KeyRow {
  kid: string;
  public_jwk: JWK;
  sealed_private: string;
  used_from: Date;
  retired_at: Date | null;
  signs: boolean;
}

/** The hub's ES256 keys: the next one published ahead, one current, older ones published until what they signed has run out. */
export class SigningKeys {
  readonly #db: Db;
  readonly #sealKey: Secret;
  #current: { kid: string; key: CryptoKey | Uint8Array; readAt: number } | null = null;

  constructor(db: Db, sealKey: Secret) {
    this.#db = db;
    this.#sealKey = sealKey;
  }

  /** Makes the first key when there is none; of two replicas that start together one wins. */
  async prepare(): Promise<void> {
    const [any] = await this.#db.query('SELECT 1 FROM hub.signing_key LIMIT 1');
    if (!any) await this.#add(this.#db, 0);
  }

  /** Publishes a new key that signs from `lead` seconds on; until then the current one does. 0: at once, as when a key has leaked. */
  async rotate(lead: number): Promise<void> {
    await this.#db.transaction(async (tx) => {
      await tx.query(
        'UPDATE hub.signing_key SET retired_at = now() + make_interval(secs => $1) WHERE retired_at IS NULL OR retired_at > now() + make_interval(secs => $1)',
        [lead],
      );
      await this.#add(tx, lead);
    });
    this.forget();
  }

  /** Rotates when the newest key has grown old. Returns whether it did. */
  async rotateWhenOld(): Promise<boolean> {
    const [young] = await this.#db.query('SELECT 1 FROM hub.signing_key WHERE used_from > now() - make_interval(days => $1)', [longestUseDays]);
    if (young) return false;
    await this.rotate(leadSeconds);
    return true;
  }

  /** Drops the key kept in memory, as after a rotation elsewhere. */
  forget(): void {
    this.#current = null;
  }

  async list(): Promise<SigningKeyInfo[]> {
    return (await this.#published()).map(({ kid, signs, used_from, retired_at }) => ({
      kid,
      state: signs ? 'current' : used_from > new Date() ? 'next' : 'retired',
      usedFrom: used_from.toISOString(),
      retiredAt: retired_at?.toISOString() ?? null,
    }));
  }

  /** The public keys, for `/oidc/jwks`. */
  async published(): Promise<JWK[]> {
    return (await this.#published()).map(({ public_jwk }) => public_jwk);
  }

  /** Every published key with its private part, the one that signs now first: what the OpenID provider works with. */
  async private(): Promise<JWK[]> {
    return (await this.#published()).map((row) => ({ ...row.public_jwk, ...this.#privatePart(row) }));
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
    const { kid, key } = await this.#signer();
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', kid, typ: type })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(key);
  }

  async #signer(): Promise<{ kid: string; key: CryptoKey | Uint8Array }> {
    if (this.#current && Date.now() - this.#current.readAt < rememberedMs) return this.#current;
    const row = (await this.#published()).find(({ signs }) => signs);
    if (!row) throw new Error('no signing key: prepare() was not called');
    const known = this.#current?.kid === row.kid ? this.#current.key : await importJWK(this.#privatePart(row), 'ES256');
    this.#current = { kid: row.kid, key: known, readAt: Date.now() };
    return this.#current;
  }

  /** The one that signs now first, then the next one, then retired ones. */
  async #published(): Promise<KeyRow[]> {
    const rows = await this.#db.query<Omit<KeyRow, 'signs'> & { active: boolean }>(
      `SELECT kid, public_jwk, sealed_private, used_from, retired_at, used_from <= now() AND (retired_at IS NULL OR retired_at > now()) AS active
       FROM hub.signing_key WHERE retired_at IS NULL OR retired_at > now() - interval '${publishedAfterRetirement}' ORDER BY used_from DESC, created_at DESC`,
      [],
      'signing-keys-published',
    );
    const signer = rows.find(({ active }) => active)?.kid;
    const known = rows.map(({ active: _active, ...row }) => ({ ...row, signs: row.kid === signer }));
    return [...known.filter(({ signs }) => signs), ...known.filter(({ signs }) => !signs)];
  }

  #privatePart({ kid, sealed_private }: Pick<KeyRow, 'kid' | 'sealed_private'>): JWK {
    return JSON.parse(unseal(this.#sealKey, `signing-key:${kid}`, sealed_private)) as JWK;
  }

  async #add(db: Pick<Db, 'query'>, lead: number): Promise<void> {
    const kid = newToken().token.slice(0, 12);
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
    await db.query(
      `INSERT INTO hub.signing_key (kid, public_jwk, sealed_private, used_from) VALUES ($1, $2, $3, now() + make_interval(secs => $4)) ON CONFLICT DO NOTHING`,
      [kid, JSON.stringify(publicJwk), seal(this.#sealKey, `signing-key:${kid}`, JSON.stringify(await exportJWK(privateKey))), lead],
    );
  }
}

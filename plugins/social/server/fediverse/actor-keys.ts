import { exportJwk, generateCryptoKeyPair, importJwk } from '@fedify/fedify';
import type { Db, Seals } from '@amanah/plugin-api';

interface KeyRow {
  readonly kind: Kind;
  readonly public_jwk: JsonWebKey;
  readonly private_sealed: string;
}

/** RSA signs requests for Mastodon and its kin, Ed25519 the objects themselves (FEP-8b32). */
const algorithms = { rsa: 'RSASSA-PKCS1-v1_5', ed25519: 'Ed25519' } as const;
type Kind = keyof typeof algorithms;

const purpose = (kind: Kind) => `actor-key/${kind}`;

/** Keys of our account in the Fediverse: made at first need, private ones sealed, the same for every process of the hub. */
export class ActorKeys {
  readonly #db: Db;
  readonly #seals: Seals;
  #pairs: Promise<CryptoKeyPair[]> | undefined;

  constructor(db: Db, seals: Seals) {
    this.#db = db;
    this.#seals = seals;
  }

  /** @throws HOST_SEAL_BROKEN when the hub's key is not the one they were sealed with */
  pairs(): Promise<CryptoKeyPair[]> {
    this.#pairs ??= Promise.all((Object.keys(algorithms) as Kind[]).map((kind) => this.#pairOf(kind)));
    this.#pairs.catch(() => (this.#pairs = undefined));
    return this.#pairs;
  }

  async #pairOf(kind: Kind): Promise<CryptoKeyPair> {
    const read = async () => (await this.#db.query<KeyRow>('SELECT kind, public_jwk, private_sealed FROM actor_key WHERE kind = $1', [kind]))[0];
    const row = (await read()) ?? (await this.#made(kind).then(read));
    const jwk = JSON.parse(this.#seals.unseal(purpose(kind), row!.private_sealed)) as JsonWebKey;
    return { publicKey: await importJwk(row!.public_jwk, 'public'), privateKey: await importJwk(jwk, 'private') };
  }

  /** Another process may have made them first: its keys stay. */
  async #made(kind: Kind): Promise<void> {
    const { publicKey, privateKey } = await generateCryptoKeyPair(algorithms[kind]);
    const sealed = this.#seals.seal(purpose(kind), JSON.stringify(await exportJwk(privateKey)));
    await this.#db.query('INSERT INTO actor_key (kind, public_jwk, private_sealed) VALUES ($1, $2, $3) ON CONFLICT (kind) DO NOTHING', [
      kind,
      JSON.stringify(await exportJwk(publicKey)),
      sealed,
    ]);
  }
}

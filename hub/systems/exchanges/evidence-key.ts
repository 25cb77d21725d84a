import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Secret } from '../../config/secret.ts';
import { seal, unseal } from '../../identity/seal.ts';
import type { Store } from '../../store/contract.ts';

const purpose = (kid: string) => `evidence-key/${kid}`;

/** Signs what the hub states about its exchange record. Its public part stands in every bundle; who was given its `kid` before knows it again. */
export interface EvidenceKey {
  /** Thumbprint of the key (RFC 7638). */
  readonly kid: string;
  readonly publicJwk: JWK;
  /** Compact JWS over a text. */
  sign(text: string): Promise<string>;
}

/** The hub's evidence key, made when there is none; of two replicas that start together one wins. */
export async function openEvidenceKey(store: Pick<Store, 'hub'>, sealKey: Secret): Promise<EvidenceKey> {
  const read = () =>
    store.hub.query<{ kid: string; public_jwk: JWK; sealed_private: string }>(
      'SELECT kid, public_jwk, sealed_private FROM hub.evidence_key ORDER BY made_at DESC, kid LIMIT 1',
    );
  let [row] = await read();
  if (!row) {
    await makeKey(store, sealKey);
    [row] = await read();
  }
  const { kid, public_jwk: publicJwk, sealed_private: sealed } = row!;
  const key = await importJWK(JSON.parse(unseal(sealKey, purpose(kid), sealed)) as JWK, 'EdDSA');
  return {
    kid,
    publicJwk,
    sign: (text) => new CompactSign(new TextEncoder().encode(text)).setProtectedHeader({ alg: 'EdDSA', kid }).sign(key),
  };
}

async function makeKey(store: Pick<Store, 'hub'>, sealKey: Secret): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const sealed = seal(sealKey, purpose(kid), JSON.stringify(await exportJWK(privateKey)));
  await store.hub.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', ['amanah evidence key']);
    const [any] = await tx.query('SELECT 1 FROM hub.evidence_key LIMIT 1');
    if (!any)
      await tx.query('INSERT INTO hub.evidence_key (kid, public_jwk, sealed_private) VALUES ($1, $2, $3)', [
        kid,
        { ...publicJwk, kid, alg: 'EdDSA', use: 'sig' },
        sealed,
      ]);
  });
}

import { AmanahError } from '@amanah/errors';
import type { Actor, Queryable } from '@amanah/plugin-api';
import { strToU8, zipSync } from 'fflate';
import { sha256 } from './chain-line.ts';
import { bundleFiles, bundleFormat, type BundleManifest, type ChainLink } from './evidence-format.ts';
import type { EvidenceKey } from './evidence-key.ts';

/** Longest part of the chain in one bundle; further apart, exchanges are exported in several. */
const longestChain = 200_000;

interface Row {
  readonly number: string;
  readonly id: string;
  readonly previous: string;
  readonly hash: string;
  readonly body: string;
}

/**
 * A signed zip that proves these exchanges without the hub: their records, both messages, the links of the chain between the signed checkpoints around
 * them, and the public key. Records of others stand in it by their hashes alone.
 * @throws SYSTEMS_EXCHANGE_UNKNOWN for an id that is not recorded, SYSTEMS_EVIDENCE_TOO_LONG when they lie too far apart
 */
export async function evidenceBundle(db: Queryable, key: EvidenceKey, ids: readonly string[], by: Pick<Actor, 'username'>): Promise<Uint8Array> {
  const wanted = await db.query<Row>('SELECT number, id, previous, hash, body FROM hub.exchange WHERE id::text = ANY($1) ORDER BY number', [ids]);
  const missing = ids.find((id) => !wanted.some((row) => row.id === id));
  if (missing !== undefined || wanted.length === 0) throw new AmanahError('SYSTEMS_EXCHANGE_UNKNOWN', { detail: missing ?? '' });
  const numbers = wanted.map(({ number }) => Number(number));
  const { first, last, checkpoints } = await around(db, numbers[0]!, numbers.at(-1)!);
  if (last - first >= longestChain) throw new AmanahError('SYSTEMS_EVIDENCE_TOO_LONG', { params: { records: longestChain } });
  const proved = new Set(wanted.map(({ id }) => id));
  const links = await db.query<Row>('SELECT number, id, previous, hash, body FROM hub.exchange WHERE number BETWEEN $1 AND $2 ORDER BY number', [first, last]);
  const files: Record<string, Uint8Array> = {
    [bundleFiles.chain]: lines(links.map((row) => linkOf(row, proved.has(row.id)))),
    [bundleFiles.checkpoints]: lines(checkpoints),
    [bundleFiles.key]: strToU8(JSON.stringify(key.publicJwk)),
  };
  const messages = await db.query<{ exchange_id: string; side: string; content: Buffer }>(
    'SELECT exchange_id, side, content FROM hub.exchange_message WHERE exchange_id::text = ANY($1) ORDER BY 1, 2',
    [ids],
  );
  for (const { exchange_id: id, side, content } of messages) files[`messages/${id}.${side}`] = new Uint8Array(content);
  const manifest: BundleManifest = {
    format: bundleFormat,
    madeAt: new Date().toISOString(),
    madeBy: by.username,
    exchanges: wanted.map(({ id }) => id),
    chain: { first, last },
    files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)])),
  };
  const text = JSON.stringify(manifest, null, 2);
  return zipSync({ [bundleFiles.manifest]: strToU8(text), [bundleFiles.signature]: strToU8(await key.sign(text)), ...files });
}

/** From the checkpoint before the first exchange (or the chain's beginning) to the one after the last. */
async function around(db: Queryable, firstNumber: number, lastNumber: number) {
  const [before] = await db.query<{ number: string; jws: string }>(
    'SELECT number, jws FROM hub.exchange_checkpoint WHERE number < $1 ORDER BY number DESC LIMIT 1',
    [firstNumber],
  );
  const [after] = await db.query<{ number: string; jws: string }>(
    'SELECT number, jws FROM hub.exchange_checkpoint WHERE number >= $1 ORDER BY number LIMIT 1',
    [lastNumber],
  );
  return {
    first: before ? Number(before.number) : 1,
    last: after ? Number(after.number) : lastNumber,
    checkpoints: [before, after].flatMap((one) => (one ? [{ jws: one.jws }] : [])),
  };
}

function linkOf({ number, previous, hash, body }: Row, whole: boolean): ChainLink {
  return { number: Number(number), previous, hash, ...(whole ? { body } : { bodyHash: sha256(body) }) };
}

function lines(values: readonly object[]): Uint8Array {
  return strToU8(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

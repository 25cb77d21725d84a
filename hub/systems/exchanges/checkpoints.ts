import type { Store } from '../../store/contract.ts';
import { endOfChain } from './chain-writer.ts';
import type { EvidenceKey } from './evidence-key.ts';

/** What the hub states with its signature: at this moment the chain ended here. */
export interface Checkpoint {
  readonly number: number;
  readonly hash: string;
  readonly at: string;
}

/** Signs the end of the chain as it is now; `null` when it has not grown since the last checkpoint. */
export async function addCheckpoint(store: Pick<Store, 'hub'>, key: EvidenceKey): Promise<Checkpoint | null> {
  const end = await endOfChain(store.hub);
  const [last] = await store.hub.query<{ number: string }>('SELECT number FROM hub.exchange_checkpoint ORDER BY number DESC LIMIT 1');
  if (end.number <= Number(last?.number ?? 0)) return null;
  const checkpoint: Checkpoint = { ...end, at: new Date().toISOString() };
  // Two replicas may sign the same end; either statement is right, one is kept.
  await store.hub.query('INSERT INTO hub.exchange_checkpoint (number, at, hash, jws) VALUES ($1, $2, $3, $4) ON CONFLICT (number) DO NOTHING', [
    checkpoint.number,
    checkpoint.at,
    checkpoint.hash,
    await key.sign(JSON.stringify(checkpoint)),
  ]);
  return checkpoint;
}

import type { AdapterPayload } from 'oidc-provider';
import type { Db } from '../../store/contract.ts';
import type { ProviderState } from './provider-state.ts';
import { usedAlready } from './used-already.ts';

interface StateRow {
  payload: AdapterPayload;
  consumed_at: Date | null;
}

/** The provider's state in PostgreSQL; every operation is one statement, so that two replicas cannot interleave. */
export function postgresState(db: Db): ProviderState {
  const adapter: ProviderState['adapter'] = (model) => {
    const read = async (column: 'id' | 'uid', value: string): Promise<AdapterPayload | undefined> => {
      const [row] = await db.query<StateRow>(
        `SELECT payload, consumed_at FROM hub.oidc_state WHERE model = $1 AND ${column} = $2 AND (expires_at IS NULL OR expires_at > now())`,
        [model, value],
        `oidc-find-${column}`,
      );
      return row && { ...row.payload, ...(row.consumed_at ? { consumed: Math.floor(row.consumed_at.getTime() / 1_000) } : {}) };
    };
    return {
      async upsert(id, payload, expiresIn) {
        await db.query(
          `INSERT INTO hub.oidc_state (model, id, payload, grant_id, uid, expires_at) VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
           ON CONFLICT (model, id) DO UPDATE SET payload = $3, grant_id = $4, uid = $5, expires_at = now() + make_interval(secs => $6)`,
          [model, id, JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null, expiresIn ?? null],
          'oidc-upsert',
        );
      },
      find: (id) => read('id', id),
      findByUid: (uid) => read('uid', uid),
      findByUserCode: async () => undefined, // the device flow is not offered
      async consume(id) {
        const taken = await db.query(
          'UPDATE hub.oidc_state SET consumed_at = now() WHERE model = $1 AND id = $2 AND consumed_at IS NULL RETURNING 1',
          [model, id],
          'oidc-consume',
        );
        if (taken.length === 0) throw usedAlready();
      },
      async destroy(id) {
        await db.query('DELETE FROM hub.oidc_state WHERE model = $1 AND id = $2', [model, id], 'oidc-destroy');
      },
      async revokeByGrantId(grantId) {
        await db.query('DELETE FROM hub.oidc_state WHERE model = $1 AND grant_id = $2', [model, grantId], 'oidc-revoke');
      },
    };
  };
  return {
    adapter,
    async endGrants(grantIds) {
      await db.query(`DELETE FROM hub.oidc_state WHERE grant_id = ANY($1) OR (model = 'Grant' AND id = ANY($1))`, [grantIds]);
    },
  };
}

import { AmanahError } from '@amanah/errors';
import type { AuditEntry, ClientAdmin, ClientGrant, ClientInput } from '@amanah/plugin-api';
import type { Audit } from '../../audit/contract.ts';
import type { HubConfig } from '../../config/contract.ts';
import type { Store } from '../../store/contract.ts';
import { newToken } from '../random-token.ts';
import { seal } from '../seal.ts';
import { checkedClient } from './client-input.ts';

interface Sources {
  readonly config: Pick<HubConfig, 'sealKey'>;
  readonly store: Pick<Store, 'hub'>;
  readonly audit: Pick<Audit, 'record'>;
}

/** Registration, secrets and grants of clients. A change of the secret or of what is taken at all begins a new generation, which ends access tokens. */
export function createClientAdmin({ config, store, audit }: Sources): ClientAdmin {
  const { hub } = store;
  const done = (action: string, by: AuditEntry['actor'], subject: string, requestId: string, data?: AuditEntry['data']) =>
    audit.record({ action: `client.${action}`, actor: by, subject, requestId, ...(data ? { data } : {}) });
  const definitionOf = async (clientId: string): Promise<ClientInput> => {
    const [row] = await hub.query<{ definition: ClientInput }>('SELECT definition FROM hub.client WHERE id = $1', [clientId]);
    if (!row) throw new AmanahError('IDENTITY_CLIENT_UNKNOWN', { detail: clientId });
    return row.definition;
  };

  return {
    async clients() {
      const rows = await hub.query<{ definition: ClientInput; created_at: Date; disabled_at: Date | null }>(
        'SELECT definition, created_at, disabled_at FROM hub.client ORDER BY id',
      );
      return rows.map(({ definition, created_at, disabled_at }) => ({
        ...definition,
        createdAt: created_at.toISOString(),
        disabledAt: disabled_at?.toISOString() ?? null,
      }));
    },
    async addClient(given, by, requestId) {
      const input = checkedClient(given);
      const secret = input.auth === 'none' ? undefined : newToken().token;
      const [row] = await hub.query<{ created_at: Date; disabled_at: Date | null }>(
        `INSERT INTO hub.client AS c (id, definition, sealed_secret) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET definition = $2, sealed_secret = $3, generation = c.generation + 1 RETURNING created_at, disabled_at`,
        [input.id, JSON.stringify(input), secret ? seal(config.sealKey, `client:${input.id}`, secret) : null],
      );
      await done('saved', by, input.id, requestId);
      return {
        ...input,
        createdAt: row!.created_at.toISOString(),
        disabledAt: row!.disabled_at?.toISOString() ?? null,
        ...(secret ? { clientSecret: secret } : {}),
      };
    },
    async rotateClientSecret(clientId, by, requestId) {
      const secret = newToken().token;
      const changed = await hub.query(
        `UPDATE hub.client SET sealed_secret = $2, generation = generation + 1 WHERE id = $1 AND sealed_secret IS NOT NULL RETURNING id`,
        [clientId, seal(config.sealKey, `client:${clientId}`, secret)],
      );
      if (changed.length === 0) throw new AmanahError('IDENTITY_CLIENT_UNKNOWN', { detail: clientId });
      await done('secretRotated', by, clientId, requestId);
      return { clientSecret: secret };
    },
    async removeClient(clientId, by, requestId) {
      await hub.query('DELETE FROM hub.client WHERE id = $1', [clientId]);
      await done('removed', by, clientId, requestId);
    },
    async setClientDisabled(clientId, disabled, by, requestId) {
      const changed = await hub.query(
        `UPDATE hub.client SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, now()) END, generation = generation + 1 WHERE id = $1 RETURNING id`,
        [clientId, disabled],
      );
      if (changed.length === 0) throw new AmanahError('IDENTITY_CLIENT_UNKNOWN', { detail: clientId });
      await done(disabled ? 'disabled' : 'enabled', by, clientId, requestId);
    },
    async clientGrants(clientId) {
      await definitionOf(clientId);
      return hub.query<ClientGrant>('SELECT permission, unit FROM hub.client_grant WHERE client_id = $1 ORDER BY permission, unit', [clientId]);
    },
    async grantToClient(clientId, { permission, unit }, by, requestId) {
      if (!(await definitionOf(clientId)).api) throw new AmanahError('IDENTITY_CLIENT_WITHOUT_API', { detail: clientId });
      await hub.query('INSERT INTO hub.client_grant (client_id, permission, unit) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [clientId, permission, unit]);
      await done('granted', by, clientId, requestId, { permission, unit });
    },
    async revokeFromClient(clientId, { permission, unit }, by, requestId) {
      await definitionOf(clientId);
      const gone = await hub.query('DELETE FROM hub.client_grant WHERE client_id = $1 AND permission = $2 AND unit = $3 RETURNING 1', [
        clientId,
        permission,
        unit,
      ]);
      if (gone.length === 0) throw new AmanahError('IDENTITY_GRANT_UNKNOWN', { detail: `${clientId} ${permission} ${unit}` });
      await done('grantRevoked', by, clientId, requestId, { permission, unit });
    },
  };
}

import type { ClientInput } from '@amanah/plugin-api';
import type { Db } from '../../store/contract.ts';
import type { ProviderState } from './provider-state.ts';

/** Longest wait for one client to take a logout token, in milliseconds. */
const clientLimitMs = 3_500;
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

export interface ClientsClosed {
  readonly reached: readonly string[];
  readonly unreachable: readonly { readonly id: string; readonly reason: string }[];
}

interface Sources {
  readonly db: Db;
  readonly state: ProviderState;
  readonly sign: (audience: string, subject: string, claims: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly subjectOf: (personId: string, clientId: string) => Promise<string>;
  /** Whether the address may be called from here. */
  readonly mayReach: (url: URL) => Promise<boolean>;
}

/** Ends every token of these portal sessions and tells each client over the back channel, all at once. */
export async function closeClients({ db, state, sign, subjectOf, mayReach }: Sources, sessionIds: readonly string[]): Promise<ClientsClosed> {
  const grants = await db.query<{ grant_id: string; client_id: string; person_id: string; definition: ClientInput }>(
    'DELETE FROM hub.oidc_grant g USING hub.client c WHERE c.id = g.client_id AND g.session_id = ANY($1::uuid[]) RETURNING g.grant_id, g.client_id, g.person_id, c.definition',
    [sessionIds],
  );
  const ids = grants.map(({ grant_id }) => grant_id);
  await state.endGrants(ids);
  const clients = new Map(grants.map((grant) => [`${grant.client_id} ${grant.person_id}`, grant]));
  const outcomes = await Promise.all(
    [...clients.values()].map(async ({ client_id: id, person_id, definition }) => {
      if (!definition.backchannelLogoutUri) return { id, reason: null };
      try {
        const url = new URL(definition.backchannelLogoutUri);
        if (!(await mayReach(url))) return { id, reason: 'address not allowed' };
        const token = await sign(id, await subjectOf(person_id, id), { jti: crypto.randomUUID(), events: { [logoutEvent]: {} } });
        const answer = await fetch(url, {
          method: 'POST',
          body: new URLSearchParams({ logout_token: token }),
          redirect: 'error',
          signal: AbortSignal.timeout(clientLimitMs),
        });
        await answer.body?.cancel();
        return { id, reason: answer.ok ? null : `HTTP ${answer.status}` };
      } catch (error) {
        return { id, reason: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
  return {
    reached: outcomes.map(({ id }) => id),
    unreachable: outcomes.flatMap(({ id, reason }) => (reason === null ? [] : [{ id, reason }])),
  };
}

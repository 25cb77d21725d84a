import type { Bilingual, ClientInput } from '@amanah/plugin-api';
import type { Db } from '../../store/contract.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import type { ProviderState } from './provider-state.ts';

/** Longest wait for the clients to take their logout tokens, in milliseconds: within the five seconds of a sign-out. */
const clientsLimitMs = 3_500;
/** So many clients are told at the same time; each session has a handful, ending all sessions of a busy person may have hundreds. */
const atOnce = 32;
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

export interface ClientsClosed {
  readonly reached: readonly { readonly id: string; readonly title?: Bilingual }[];
  readonly unreachable: readonly { readonly id: string; readonly title?: Bilingual; readonly reason: string }[];
}

interface Sources {
  readonly db: Db;
  readonly state: ProviderState;
  readonly sign: (audience: string, subject: string, claims: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly subjectOf: (personId: string, clientId: string) => Promise<string>;
  readonly sidOf: (sessionId: string, clientId: string) => string;
  readonly fetch: GuardedFetch;
}

interface Ended {
  readonly grant_id: string;
  readonly client_id: string;
  readonly person_id: string;
  readonly session_id: string;
  readonly definition: ClientInput;
}

/** Ends every token of these portal sessions and tells each client over the back channel, naming the session that ended there. */
export async function closeClients(sources: Sources, sessionIds: readonly string[]): Promise<ClientsClosed> {
  const grants = await sources.db.query<Ended>(
    `DELETE FROM hub.oidc_grant g USING hub.client c WHERE c.id = g.client_id AND g.session_id = ANY($1::uuid[])
     RETURNING g.grant_id, g.client_id, g.person_id, g.session_id, c.definition`,
    [sessionIds],
  );
  await sources.state.endGrants(grants.map(({ grant_id }) => grant_id));
  const waiting = [...new Map(grants.map((grant) => [`${grant.client_id} ${grant.session_id}`, grant])).values()];
  const reached: { id: string; title?: Bilingual }[] = [];
  const unreachable: { id: string; title?: Bilingual; reason: string }[] = [];
  const deadline = AbortSignal.timeout(clientsLimitMs);
  const tellNext = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const client = { id: next.client_id, ...(next.definition.title ? { title: next.definition.title } : {}) };
      const reason = await tell(sources, next, deadline);
      if (reason === null) reached.push(client);
      else unreachable.push({ ...client, reason });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, tellNext));
  return { reached, unreachable };
}

/** Posts the logout token; resolves to why it was not taken, or `null`. A client without an address learns nothing but its tokens have ended. */
async function tell({ sign, subjectOf, sidOf, fetch }: Sources, ended: Ended, deadline: AbortSignal): Promise<string | null> {
  const { client_id: id, person_id: personId, session_id: sessionId, definition } = ended;
  if (!definition.backchannelLogoutUri) return null;
  try {
    const claims = { jti: crypto.randomUUID(), sid: sidOf(sessionId, id), events: { [logoutEvent]: {} } };
    const answer = await fetch(definition.backchannelLogoutUri, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: await sign(id, await subjectOf(personId, id), claims) }),
      signal: deadline,
    });
    await answer.body?.cancel();
    return answer.ok ? null : `HTTP ${answer.status}`;
  } catch (error) {
    const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
    return cause?.code ?? cause?.message ?? message;
  }
}

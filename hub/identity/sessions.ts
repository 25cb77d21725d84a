import { AmanahError } from '@amanah/errors';
import { delegationOf, type Bilingual } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { capacitiesOf } from './capacities.ts';
import type { Session, Sessions } from './contract.ts';
import type { ClientsClosed } from './oidc/close-clients.ts';
import { cookieNames, cookieOf, setCookie } from './cookies.ts';
import { changedChannel, revokedChannel, undelegatedChannel, type PostgresSessionStore } from './session-store.ts';

/** How long a session is believed from memory; revocations are pushed, this bounds a lost push. */
const freshMs = 3_000;
/** The sliding end of a session is written at most this often, and often enough for short limits. */
const longestTouchMs = 20_000;
/** What is done under a delegation is looked up each time: withdrawn, it ends with the very next request, on every replica. */
const isRemembered = ({ actor }: Session) => delegationOf(actor.capacity) === null;
const maxCached = 20_000;

type CloseClients = (sessionIds: readonly string[]) => Promise<ClientsClosed>;
type Closing = Parameters<Sessions['onSignOut']>[0];

export interface LiveSessions extends Sessions {
  /** What "sign out everywhere" calls to end these sessions inside connected systems and at clients. */
  closeAtSystems(sessionIds: readonly string[]): Promise<ClientsClosed>;
  /** Systems that these sessions entered, by name: what is said when closing them takes too long. */
  entered(sessionIds: readonly string[]): Promise<ClientsClosed['reached']>;
  /** Title of a connected system, as its definition says now. */
  systemTitle(systemId: string): Bilingual | undefined;
  /** Drops what this replica remembers of a session that has just changed. */
  forget(sessionId: string): void;
  close(): Promise<void>;
}

/** Sessions over the store, with a short memory that revocations clear on every replica. */
export async function createSessions(sources: {
  store: Store;
  sessions: PostgresSessionStore;
  config: HubConfig;
  closeAtClients?: CloseClients;
}): Promise<LiveSessions> {
  const { store, sessions, config, closeAtClients = async () => ({ reached: [], unreachable: [] }) } = sources;
  const https = config.publicUrl.protocol === 'https:';
  const names = cookieNames(https);
  const touchMs = Math.min(longestTouchMs, (config.session.idleMinutes * 60_000) / 5);
  const cache = new Map<string, { session: Session; readAt: number; touchedAt: number }>();
  const revoked = new Set<(sessionId: string) => void>();
  const changed = new Set<(sessionId: string) => void>();
  const undelegated = new Set<(sessionId: string) => void>();
  let closing: Closing = async () => [];
  let titleOf: (systemId: string) => Bilingual | undefined = () => undefined;
  const titled = (id: string) => {
    const title = titleOf(id);
    return title ? { title } : {};
  };
  const named = (reached: readonly { systemId: string }[]) => [...new Set(reached.map(({ systemId }) => systemId))].map((id) => ({ id, ...titled(id) }));

  const forget = (sessionId: string) => {
    for (const [key, entry] of cache) if (entry.session.id === sessionId) cache.delete(key);
  };
  const listening = [
    await store.listen(revokedChannel, (sessionId) => {
      forget(sessionId);
      revoked.forEach((handle) => handle(sessionId));
    }),
    await store.listen(changedChannel, (sessionId) => {
      forget(sessionId);
      changed.forEach((handle) => handle(sessionId));
    }),
    await store.listen(undelegatedChannel, (sessionId) => undelegated.forEach((handle) => handle(sessionId))),
  ];

  async function cached(key: string, read: () => Promise<Session | null>): Promise<Session | null> {
    const now = Date.now();
    const known = cache.get(key);
    if (known && now - known.readAt < freshMs && known.session.absoluteExpiresAt.getTime() > now && isRemembered(known.session)) return known.session;
    const session = await read();
    cache.delete(key);
    if (!session) return null;
    const touchedAt = known?.touchedAt ?? 0;
    const due = now - touchedAt > touchMs;
    if (due) await sessions.touch(session.id);
    if (cache.size >= maxCached) cache.delete(cache.keys().next().value as string);
    cache.set(key, { session, readAt: now, touchedAt: due ? now : touchedAt });
    return session;
  }

  return {
    async ofPortal(request) {
      const token = cookieOf(request, names.portal);
      return token ? cached(`portal:${token}`, () => sessions.byToken(token)) : null;
    },
    async ofSystem(request, systemId) {
      const token = cookieOf(request, names.system);
      return token ? cached(`${systemId}:${token}`, () => sessions.bySystemToken(token, systemId)) : null;
    },
    issueTicket: (session, systemId, request) => sessions.issueTicket(session.id, systemId, request),
    async redeemTicket(ticket, systemId, request) {
      const redeemed = await sessions.redeemTicket(ticket, systemId, request);
      return redeemed && { session: redeemed.session, setCookie: setCookie(names.system, redeemed.token, https) };
    },
    markReached: (session, systemId) => sessions.markReached(session.id, systemId),
    onSignOut(close, titles) {
      closing = close;
      titleOf = titles ?? titleOf;
    },
    onRevoked: (handle) => void revoked.add(handle),
    onChanged: (handle) => void changed.add(handle),
    onUndelegated: (handle) => void undelegated.add(handle),
    async chooseCapacity(session, capacityId) {
      const { choices } = await capacitiesOf(store.hub, session.actor.person.id, config.commerceRegister);
      const chosen = choices.find(({ id }) => id === capacityId);
      if (!chosen) throw new AmanahError('IDENTITY_CAPACITY_UNKNOWN');
      await sessions.chooseCapacity(session.id, chosen.id, chosen.capacity);
      forget(session.id);
      const chosenSession = await sessions.byId(session.id);
      if (!chosenSession) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
      return chosenSession;
    },
    async closeAtSystems(sessionIds) {
      const reached = await sessions.reached(sessionIds);
      const [systems, clients] = await Promise.all([closing(sessionIds, reached), closeAtClients(sessionIds)]);
      const failed = new Set(systems.map(({ id }) => id));
      return {
        reached: [...named(reached).filter(({ id }) => !failed.has(id)), ...clients.reached],
        unreachable: [...systems.map((one) => ({ ...one, ...titled(one.id) })), ...clients.unreachable],
      };
    },
    entered: async (sessionIds) => named(await sessions.reached(sessionIds)),
    systemTitle: (systemId) => titleOf(systemId),
    forget,
    async close() {
      for (const stop of listening) await stop();
    },
  };
}

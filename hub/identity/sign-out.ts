import type { SignOutReport } from '@amanah/plugin-api';
import type { PostgresSessionStore } from './session-store.ts';
import type { LiveSessions } from './sessions.ts';

/** Longest wait for systems to end their part: within the five seconds that "sign out everywhere" may take. */
const systemsLimitMs = 4_000;

/**
 * Ends one session, or all of a person: here at once, then inside every connected system that was entered, all at the same time.
 * What did not answer in time is named in the report; the hub's own sessions are gone whatever the systems do.
 */
export async function signOut(
  sources: { sessionStore: PostgresSessionStore; sessions: LiveSessions },
  where: { readonly sessionId?: string; readonly personId?: string },
): Promise<SignOutReport> {
  const ended = await sources.sessionStore.revoke(where);
  const { reached, unreachable } = await Promise.race([
    sources.sessions.closeAtSystems(ended),
    new Promise<{ reached: { systemId: string }[]; unreachable: { id: string; reason: string }[] }>((resolve) =>
      setTimeout(
        () =>
          void sources.sessionStore
            .reached(ended)
            .then((all) => resolve({ reached: all, unreachable: all.map(({ systemId }) => ({ id: systemId, reason: 'timeout' })) })),
        systemsLimitMs,
      ).unref(),
    ),
  ]);
  const named = (id: string) => ({ id, title: { ar: id, en: id } });
  const failed = new Set(unreachable.map(({ id }) => id));
  return {
    sessions: ended.length,
    closed: [...new Set(reached.map(({ systemId }) => systemId))].filter((id) => !failed.has(id)).map(named),
    unreachable: unreachable.map(({ id, reason }) => ({ ...named(id), reason })),
  };
}

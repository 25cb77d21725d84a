import type { Bilingual, SignOutReport } from '@amanah/plugin-api';
import type { PostgresSessionStore } from './session-store.ts';
import type { LiveSessions } from './sessions.ts';

/** Longest wait for systems to end their part: within the five seconds that "sign out everywhere" may take. */
const systemsLimitMs = 4_000;

export interface SignOutSources {
  readonly sessionStore: PostgresSessionStore;
  readonly sessions: LiveSessions;
}

/**
 * Ends one session, or all of a person (but for `exceptId`): here at once, then inside every connected system and client that was entered, all at the same
 * time. What did not answer in time is named in the report; the hub's own sessions are gone whatever the systems do.
 */
export async function signOut(
  sources: SignOutSources,
  where: { readonly sessionId?: string; readonly personId?: string; readonly exceptId?: string },
): Promise<SignOutReport> {
  return closeEnded(sources, await sources.sessionStore.revoke(where));
}

/** Closes sessions that are over already at the systems and clients they entered. */
export async function closeEnded({ sessions }: SignOutSources, ended: readonly string[]): Promise<SignOutReport> {
  const tooLate = async () => {
    const unreachable = (await sessions.entered(ended)).map((one) => ({ ...one, reason: 'timeout' }));
    return { reached: [], unreachable };
  };
  const { promise: late, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof tooLate>>>();
  const timer = setTimeout(() => resolve(tooLate()), systemsLimitMs).unref();
  const { reached, unreachable } = await Promise.race([sessions.closeAtSystems(ended), late]);
  clearTimeout(timer);
  const failed = new Set(unreachable.map(({ id }) => id));
  return {
    sessions: ended.length,
    closed: once(reached).filter(({ id }) => !failed.has(id)),
    unreachable: once(unreachable),
  };
}

/** Each system once, by its title or else its id. */
function once<One extends { readonly id: string; readonly title?: Bilingual }>(all: readonly One[]): (One & { readonly title: Bilingual })[] {
  return [...new Map(all.map((one) => [one.id, { ...one, title: one.title ?? { ar: one.id, en: one.id } }])).values()];
}

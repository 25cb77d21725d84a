import { z } from 'zod';
import { revokedAnswer, sessionsAnswer } from '../shared/admin-answers.ts';
import { FRESH_SECONDS, id, signedIn, type Context } from './caller.ts';

const listed = 100;

/** Live sessions of all persons, and ending one. */
export function registerSessions(ctx: Context): void {
  ctx.route({
    method: 'get',
    path: '/sessions',
    access: 'session.read',
    summary: 'Live sessions, by name, username or national number of the person',
    input: z.strictObject({ q: z.string().trim().max(100).default('') }),
    output: sessionsAnswer,
    async handle({ q }, call) {
      const actor = signedIn(call);
      const found = await ctx.hub.identity.sessions({ search: q, currentSessionId: actor.sessionId, limit: listed });
      return {
        sessions: found.map((session) => ({
          id: session.id,
          person: session.personName[call.language],
          current: session.current,
          createdAt: session.createdAt,
          lastSeenAt: session.lastSeenAt,
          device: session.device,
          address: session.address,
          method: session.method,
          reached: session.reached.map((one) => one.title[call.language]),
        })),
      };
    },
  });
  ctx.route({
    method: 'delete',
    path: '/sessions/{id}',
    access: 'session.revoke',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'Ends a session in the portal and in every system it reached',
    input: z.strictObject({ id }),
    output: revokedAnswer,
    async handle(input, call) {
      const report = await ctx.hub.identity.revokeSession(input.id, signedIn(call), call.requestId);
      return { closed: report.closed.length, unreachable: report.unreachable.map(({ title, reason }) => ({ title: title[call.language], reason })) };
    },
  });
}

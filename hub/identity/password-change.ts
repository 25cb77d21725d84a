import { AmanahError } from '@amanah/errors';
import type { PasswordAdmin } from '@amanah/plugin-api';
import { z } from 'zod';
import type { Audit } from '../audit/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { Queryable, Store } from '../store/contract.ts';
import type { Mailer } from './mailer.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { leastLength, passwordFault } from './password-rules.ts';
import { endWaitingSignIns, personById } from './people.ts';
import { signOut, type SignOutSources } from './sign-out.ts';
import { assertWithin, clearFailures, countFailure } from './throttle.ts';

const tries = 5;
const notice = z.object({ personId: z.string(), at: z.iso.datetime() });

interface Sources extends SignOutSources {
  readonly store: Store;
  readonly audit: Audit;
  readonly jobs: Pick<Jobs, 'define'>;
  readonly mailer: Mailer;
}

/** Change of the own password. Who forgot it is given a new one by an operator. */
export function createPasswordAdmin({ store, audit, jobs, mailer, sessionStore, sessions }: Sources): PasswordAdmin {
  const { hub } = store;
  const notices = jobs.define('identity', {
    name: 'tell-of-password',
    input: notice,
    key: ({ personId, at }) => `${personId}:${at}`,
    attempts: 5,
    timeoutMs: 150_000,
    async run({ personId, at }) {
      const person = await personById(hub, personId);
      if (person?.email) await mailer.sendPasswordChanged({ to: person.email, username: person.username ?? person.name_en, at: new Date(at) });
    },
  });

  return {
    async passwordLength(personId) {
      await withPassword(hub, personId);
      return leastLength;
    },

    async changePassword(actor, { current, next }, requestId) {
      const person = await withPassword(hub, actor.person.id);
      // By person: only who holds a fresh session of theirs gets here, so a stranger cannot use the tries up.
      const limits = [{ key: `try:password-change:${person.id}`, failures: tries + 1, windowSeconds: 900 }];
      // Counted before it is looked at, so that many at once are no more than five either.
      await countFailure(hub, limits);
      await assertWithin(hub, limits);
      if (!(await verifyPassword(current, person.password_hash))) throw new AmanahError('IDENTITY_PASSWORD_REFUSED');
      await clearFailures(hub, limits);
      const fault = passwordFault(next, { username: person.username ?? '', name: actor.person.name, email: person.email });
      if (fault) throw new AmanahError(fault, { params: { length: leastLength } });
      if (next === current) throw new AmanahError('IDENTITY_PASSWORD_SAME');
      const passwordHash = await hashPassword(next);
      const mailed = person.email !== null;
      await hub.transaction(async (tx) => {
        const [changed] = await tx.query('UPDATE hub.person SET password_hash = $2 WHERE id = $1 AND password_hash = $3 RETURNING 1', [
          person.id,
          passwordHash,
          person.password_hash,
        ]);
        // Changed meanwhile, from another page.
        if (!changed) throw new AmanahError('IDENTITY_PASSWORD_REFUSED');
        await endWaitingSignIns(tx, person.id);
        if (mailed) await notices.enqueue({ personId: person.id, at: new Date().toISOString() }, tx);
      });
      const report = await signOut({ sessionStore, sessions }, { personId: person.id, exceptId: actor.sessionId });
      await audit.record({ action: 'password.changed', actor, subject: person.id, requestId, data: { sessionsEnded: report.sessions, mailed } });
      return { ...report, mailed };
    },
  };
}

async function withPassword(db: Queryable, personId: string) {
  const person = await personById(db, personId);
  if (!person?.password_hash) throw new AmanahError('IDENTITY_PASSWORD_NONE');
  return person;
}

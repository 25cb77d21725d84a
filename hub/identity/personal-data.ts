import { AmanahError } from '@amanah/errors';
import type { DataHeld, IdentityAdmin, PersonalDataAdmin } from '@amanah/plugin-api';
import type { Audit } from '../audit/contract.ts';
import type { Queryable, Store } from '../store/contract.ts';

type Category = DataHeld['category'];

/** How many rows of a category there are, and how many may go. Identity, capacities and the audit record are kept by law. */
const counts: Readonly<Record<Category, string>> = {
  identity: 'SELECT 1 AS count, 0 AS erasable',
  contact: `SELECT num_nonnulls(email, mobile) AS count, num_nonnulls(CASE WHEN second_factor <> 'email' THEN email END, mobile) AS erasable FROM hub.person WHERE id = $1`,
  capacities: 'SELECT count(*)::int AS count, 0 AS erasable FROM hub.affiliation WHERE person_id = $1',
  factors: `SELECT ((SELECT count(*) FROM hub.passkey WHERE person_id = $1) + (SELECT count(*) FROM hub.factor WHERE person_id = $1)
    + (SELECT count(*) FROM hub.recovery_code WHERE person_id = $1) + (SELECT count(password_hash) FROM hub.person WHERE id = $1))::int AS count, 0 AS erasable`,
  sessions: `SELECT count(*)::int AS count, count(*) FILTER (WHERE revoked_at IS NOT NULL OR absolute_expires_at <= now())::int AS erasable FROM hub.session WHERE person_id = $1`,
  delegations: `SELECT count(*)::int AS count, count(*) FILTER (WHERE ended_at IS NOT NULL OR expires_at <= now())::int AS erasable FROM hub.delegation WHERE given_by = $1`,
  consents: 'SELECT count(*)::int AS count, count(*)::int AS erasable FROM hub.consent WHERE person_id = $1',
  credentials: 'SELECT count(*)::int AS count, count(*)::int AS erasable FROM hub.credential WHERE person_id = $1',
  reading: 'SELECT count(*)::int AS count, count(*)::int AS erasable FROM hub.reading_setting WHERE person_id = $1',
  audit: 'SELECT count(*)::int AS count, 0 AS erasable FROM hub.audit_record WHERE actor = $1::text',
};

/** What erasing a category does; a category without a statement is kept. */
const erasures: Partial<Readonly<Record<Category, string>>> = {
  contact: `UPDATE hub.person SET mobile = NULL, email = CASE WHEN second_factor = 'email' THEN email END WHERE id = $1 RETURNING 1`,
  sessions: 'DELETE FROM hub.session WHERE person_id = $1 AND (revoked_at IS NOT NULL OR absolute_expires_at <= now()) RETURNING 1',
  delegations: 'DELETE FROM hub.delegation WHERE given_by = $1 AND (ended_at IS NOT NULL OR expires_at <= now()) RETURNING 1',
  consents: 'DELETE FROM hub.consent WHERE person_id = $1 RETURNING 1',
  credentials: 'DELETE FROM hub.credential WHERE person_id = $1 RETURNING 1',
  reading: 'DELETE FROM hub.reading_setting WHERE person_id = $1 RETURNING 1',
};

type Parts = Pick<IdentityAdmin, 'profile' | 'sessions' | 'capacities' | 'consents' | 'factors' | 'delegations'>;

/** A person's rights over the data that the hub holds about them (rules.md F4, F5). */
export function createPersonalDataAdmin({ store, audit }: { store: Store; audit: Audit }, parts: () => Parts): PersonalDataAdmin {
  const { hub } = store;
  return {
    async dataHeld(personId) {
      const held = await Promise.all(
        Object.entries(counts).map(async ([category, statement]): Promise<DataHeld> => {
          const [row] = await hub.query<{ count: number; erasable: number }>(statement, statement.includes('$1') ? [personId] : []);
          return { category: category as Category, count: row?.count ?? 0, erasable: row?.erasable ?? 0 };
        }),
      );
      return held;
    },

    async saveContact(actor, { email, mobile }, requestId) {
      const saved = await hub.query(
        `UPDATE hub.person SET email = $2, mobile = $3 WHERE id = $1 AND (second_factor <> 'email' OR password_hash IS NULL OR email = $2) RETURNING 1`,
        [actor.person.id, email, mobile],
      );
      if (saved.length === 0) throw new AmanahError('IDENTITY_EMAIL_IN_USE');
      await audit.record({ action: 'data.corrected', actor, subject: actor.person.id, requestId, data: { category: 'contact' } });
    },

    async eraseData(actor, category, requestId) {
      const statement = erasures[category];
      const erased = statement ? (await hub.query(statement, [actor.person.id])).length : 0;
      await audit.record({ action: 'data.erased', actor, subject: actor.person.id, requestId, data: { category, erased } });
      return erased;
    },

    async exportPerson(personId) {
      const { profile, sessions, capacities, consents, factors, delegations } = parts();
      const [person, openSessions, held, agreed, ways, delegated, systems, reading, acts] = await Promise.all([
        profile(personId),
        sessions({ personId }),
        capacities(personId),
        consents(personId),
        factors(personId),
        delegations(personId),
        systemsWithCredentials(hub, personId),
        hub.query<{ settings: unknown }>('SELECT settings FROM hub.reading_setting WHERE person_id = $1', [personId]),
        hub.query('SELECT at, action, subject FROM hub.audit_record WHERE actor = $1 ORDER BY number DESC LIMIT 10000', [personId]),
      ]);
      return {
        person,
        sessions: openSessions,
        capacities: held,
        consents: agreed,
        factors: ways,
        delegations: delegated,
        systemsWithCredentials: systems,
        readingSettings: reading[0]?.settings ?? null,
        acts,
      };
    },
  };
}

async function systemsWithCredentials(db: Queryable, personId: string): Promise<readonly string[]> {
  const rows = await db.query<{ system_id: string }>('SELECT system_id FROM hub.credential WHERE person_id = $1 ORDER BY system_id', [personId]);
  return rows.map(({ system_id }) => system_id);
}

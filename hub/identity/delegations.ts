import { AmanahError } from '@amanah/errors';
import type { Actor, Bilingual, Capacity, DelegationAdmin, DelegationInfo, EstablishmentRef, PersonRef } from '@amanah/plugin-api';
import type { Audit } from '../audit/contract.ts';
import type { Queryable, Store } from '../store/contract.ts';
import type { PostgresSessionStore } from './session-store.ts';

interface DelegationRow {
  id: string;
  principal: PersonRef | EstablishmentRef;
  delegate_national_id: string;
  delegate_ar: string | null;
  delegate_en: string | null;
  services: string[];
  created_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  ended_at: Date | null;
}

const selected = `SELECT d.id, d.principal, d.delegate_national_id, p.name_ar AS delegate_ar, p.name_en AS delegate_en, d.services, d.created_at, d.expires_at, d.accepted_at, d.ended_at
  FROM hub.delegation d LEFT JOIN hub.person p ON p.national_id = d.delegate_national_id`;

/** Capacity id of acting under a delegation. */
export const delegateCapacity = (id: string): string => `delegate:${id}`;

/** The capacities that accepted delegations in force now give to the holder of a national id. */
export async function delegatedCapacities(db: Queryable, nationalId: string): Promise<{ id: string; capacity: Capacity }[]> {
  const rows = await db.query<Pick<DelegationRow, 'id' | 'principal' | 'services' | 'expires_at'>>(
    `SELECT id, principal, services, expires_at FROM hub.delegation
     WHERE delegate_national_id = $1 AND accepted_at IS NOT NULL AND ended_at IS NULL AND expires_at > now() ORDER BY created_at`,
    [nationalId],
  );
  return rows.map(({ id, principal, services, expires_at }) => ({
    id: delegateCapacity(id),
    capacity: { kind: 'delegate', principal, delegationId: id, services, expiresAt: expires_at.toISOString() },
  }));
}

/** Giving, accepting and ending delegations (rules.md B8). */
export function createDelegationAdmin(sources: { store: Store; audit: Audit; sessionStore: Pick<PostgresSessionStore, 'leaveCapacity'> }): DelegationAdmin {
  const { store, audit, sessionStore } = sources;
  const { hub } = store;

  async function nationalIdOf(personId: string): Promise<string | null> {
    const [person] = await hub.query<{ national_id: string | null }>('SELECT national_id FROM hub.person WHERE id = $1', [personId]);
    return person?.national_id ?? null;
  }

  return {
    async delegations(personId) {
      const nationalId = await nationalIdOf(personId);
      const [given, received] = await Promise.all([
        hub.query<DelegationRow>(`${selected} WHERE d.given_by = $1 ORDER BY d.created_at DESC LIMIT 200`, [personId]),
        hub.query<DelegationRow>(`${selected} WHERE d.delegate_national_id = $1 ORDER BY d.created_at DESC LIMIT 200`, [nationalId]),
      ]);
      return { given: given.map(infoOf), received: received.map(infoOf) };
    },

    async giveDelegation(actor, { nationalId, services, expiresAt }, requestId) {
      const principal = principalOf(actor);
      if ((await nationalIdOf(actor.person.id)) === nationalId) throw new AmanahError('IDENTITY_DELEGATION_SELF');
      return hub.transaction(async (tx) => {
        const [row] = await tx.query<{ id: string }>(
          'INSERT INTO hub.delegation (principal, given_by, delegate_national_id, services, expires_at) VALUES ($1, $2, $3, $4, $5) RETURNING id',
          [JSON.stringify(principal), actor.person.id, nationalId, services, expiresAt],
        );
        const { id } = row!;
        await audit.record(
          { action: 'delegation.given', actor, subject: id, requestId, data: { principal, services, expiresAt: expiresAt.toISOString() } },
          tx,
        );
        return { id };
      });
    },

    async acceptDelegation(actor, id, requestId) {
      const accepted = await hub.query(
        `UPDATE hub.delegation SET accepted_at = now() WHERE id = $1 AND delegate_national_id = $2 AND accepted_at IS NULL AND ended_at IS NULL AND expires_at > now() RETURNING 1`,
        [id, await nationalIdOf(actor.person.id)],
      );
      if (accepted.length === 0) throw new AmanahError('IDENTITY_DELEGATION_UNKNOWN');
      await audit.record({ action: 'delegation.accepted', actor, subject: id, requestId });
    },

    async endDelegation(actor, id, requestId) {
      const ended = await hub.query(
        'UPDATE hub.delegation SET ended_at = now(), ended_by = $2 WHERE id = $1 AND (given_by = $2 OR delegate_national_id = $3) AND ended_at IS NULL RETURNING 1',
        [id, actor.person.id, await nationalIdOf(actor.person.id)],
      );
      if (ended.length === 0) throw new AmanahError('IDENTITY_DELEGATION_UNKNOWN');
      await sessionStore.leaveCapacity(delegateCapacity(id));
      await audit.record({ action: 'delegation.ended', actor, subject: id, requestId });
    },
  };
}

/** In whose name an actor can delegate: their own, or their establishment's as its owner. A delegate cannot hand on what was delegated. */
function principalOf({ capacity, person }: Actor): PersonRef | EstablishmentRef {
  if (capacity.kind === 'self') return person;
  if (capacity.kind === 'owner') return capacity.establishment;
  throw new AmanahError('IDENTITY_DELEGATION_CAPACITY');
}

function infoOf(row: DelegationRow): DelegationInfo {
  const name: Bilingual | null = row.accepted_at && row.delegate_ar && row.delegate_en ? { ar: row.delegate_ar, en: row.delegate_en } : null;
  return {
    id: row.id,
    principal: row.principal,
    // Until it is accepted the name stays unknown: a number typed here must not tell whose it is.
    delegate: { maskedNationalId: `${row.delegate_national_id.slice(0, 1)}•••••••${row.delegate_national_id.slice(-2)}`, name },
    services: row.services,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    state: row.ended_at ? 'ended' : row.expires_at.getTime() <= Date.now() ? 'expired' : row.accepted_at ? 'active' : 'offered',
  };
}

import { randomInt } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { Actor, AgreedDelegation, Bilingual, DelegationAdmin, DelegationInfo, EstablishmentRef, NewDelegation, PersonRef } from '@amanah/plugin-api';
import type { Audit } from '../audit/contract.ts';
import type { Queryable, Store } from '../store/contract.ts';
import type { PostgresSessionStore } from './session-store.ts';

interface DelegationRow {
  id: string;
  principal: PersonRef | EstablishmentRef;
  delegate_national_id: string | null;
  office: EstablishmentRef | null;
  delegate_ar: string | null;
  delegate_en: string | null;
  services: string[];
  fee_limit: string | null;
  created_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  ended_at: Date | null;
}

const selected = `SELECT d.id, d.principal, d.delegate_national_id, d.office, p.name_ar AS delegate_ar, p.name_en AS delegate_en, d.services, d.fee_limit, d.created_at,
    d.expires_at, d.accepted_at, d.ended_at
  FROM hub.delegation d LEFT JOIN hub.person p ON p.national_id = d.delegate_national_id`;
const newestFirst = 'ORDER BY d.created_at DESC LIMIT 200';
/** Letters and digits that are not mistaken for each other (Crockford): people read the number aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const newId = () => `DLG-${Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;

/** Giving, accepting and ending delegations (rules.md B8). */
export function createDelegationAdmin(sources: { store: Store; audit: Audit; sessionStore: Pick<PostgresSessionStore, 'leaveDelegation'> }): DelegationAdmin {
  const { store, audit, sessionStore } = sources;
  const { hub } = store;

  async function nationalIdOf(personId: string): Promise<string | null> {
    const [person] = await hub.query<{ national_id: string | null }>('SELECT national_id FROM hub.person WHERE id = $1', [personId]);
    return person?.national_id ?? null;
  }

  async function offices(): Promise<readonly EstablishmentRef[]> {
    const rows = await hub.query<{ office: EstablishmentRef }>(
      `SELECT DISTINCT a.capacity->'office' AS office FROM hub.affiliation a JOIN hub.role_holding h ON h.person_id = a.person_id AND h.capacity_id = a.capacity_id
       WHERE a.capacity->>'kind' = 'agent' AND h.role = 'office-agent'`,
    );
    return rows.map(({ office }) => office);
  }

  /** @throws IDENTITY_DELEGATION_SELF, IDENTITY_DELEGATION_OFFICE */
  async function delegateOf(to: NewDelegation['to'], giver: string): Promise<{ readonly nationalId: string | null; readonly office: EstablishmentRef | null }> {
    if ('nationalId' in to) {
      if ((await nationalIdOf(giver)) === to.nationalId) throw new AmanahError('IDENTITY_DELEGATION_SELF');
      return { nationalId: to.nationalId, office: null };
    }
    const office = (await offices()).find(({ unifiedNumber }) => unifiedNumber === to.office);
    if (!office) throw new AmanahError('IDENTITY_DELEGATION_OFFICE', { detail: to.office });
    return { nationalId: null, office };
  }

  interface Kept extends NewDelegation {
    readonly principal: PersonRef | EstablishmentRef;
    readonly givenBy: string;
    readonly key?: string;
  }

  /** `null` when the same key has given one before. */
  async function keep(tx: Queryable, { principal, givenBy, to, services, expiresAt, feeLimit, key }: Kept): Promise<string | null> {
    const { nationalId, office } = await delegateOf(to, givenBy);
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO hub.delegation (id, principal, given_by, delegate_national_id, office, services, expires_at, fee_limit, given_key, accepted_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $9::text IS NULL THEN NULL ELSE now() END) ON CONFLICT (given_key) DO NOTHING RETURNING id`,
      [newId(), JSON.stringify(principal), givenBy, nationalId, office && JSON.stringify(office), services, expiresAt, feeLimit, key ?? null],
    );
    return row?.id ?? null;
  }

  const ownOffice = ({ capacity }: Actor) => (capacity.kind === 'agent' && !capacity.client ? capacity.office.unifiedNumber : null);
  const isDelegate = `(delegate_national_id = $2 OR office->>'unifiedNumber' = $3)`;

  return {
    offices,

    async delegations(personId, office) {
      const nationalId = await nationalIdOf(personId);
      const [given, received] = await Promise.all([
        hub.query<DelegationRow>(`${selected} WHERE d.given_by = $1 ${newestFirst}`, [personId]),
        hub.query<DelegationRow>(`${selected} WHERE d.delegate_national_id = $1 OR d.office->>'unifiedNumber' = $2 ${newestFirst}`, [
          nationalId,
          office ?? null,
        ]),
      ]);
      return { given: given.map(infoOf), received: received.map(infoOf) };
    },

    async giveDelegation(actor, delegation, requestId) {
      const principal = principalOf(actor);
      return hub.transaction(async (tx) => {
        const id = await keep(tx, { ...delegation, principal, givenBy: actor.person.id });
        await audit.record({ action: 'delegation.given', actor, subject: id!, requestId, data: dataOf(principal, delegation) }, tx);
        return { id: id! };
      });
    },

    async grantDelegation(delegation: AgreedDelegation, requestId) {
      return hub.transaction(async (tx) => {
        const id = await keep(tx, delegation);
        if (id !== null) {
          await audit.record(
            {
              action: 'delegation.granted',
              actor: null,
              subject: id,
              requestId,
              data: { ...dataOf(delegation.principal, delegation), request: delegation.key },
            },
            tx,
          );
          return { id };
        }
        const [before] = await tx.query<{ id: string }>('SELECT id FROM hub.delegation WHERE given_key = $1', [delegation.key]);
        return { id: before!.id };
      });
    },

    async acceptDelegation(actor, id, requestId) {
      const accepted = await hub.query(
        `UPDATE hub.delegation SET accepted_at = now(), accepted_by = $4
         WHERE id = $1 AND ${isDelegate} AND accepted_at IS NULL AND ended_at IS NULL AND expires_at > now() RETURNING 1`,
        [id, await nationalIdOf(actor.person.id), ownOffice(actor), actor.person.id],
      );
      if (accepted.length === 0) throw new AmanahError('IDENTITY_DELEGATION_UNKNOWN');
      await audit.record({ action: 'delegation.accepted', actor, subject: id, requestId });
    },

    async endDelegation(actor, id, requestId) {
      const ended = await hub.query(
        `UPDATE hub.delegation SET ended_at = now(), ended_by = $4 WHERE id = $1 AND (given_by = $4 OR ${isDelegate}) AND ended_at IS NULL RETURNING 1`,
        [id, await nationalIdOf(actor.person.id), ownOffice(actor), actor.person.id],
      );
      if (ended.length === 0) throw new AmanahError('IDENTITY_DELEGATION_UNKNOWN');
      await sessionStore.leaveDelegation(id);
      await audit.record({ action: 'delegation.ended', actor, subject: id, requestId });
    },
  };
}

const dataOf = (principal: PersonRef | EstablishmentRef, { services, expiresAt, feeLimit, to }: NewDelegation) => ({
  principal,
  services,
  expiresAt: expiresAt.toISOString(),
  feeLimit,
  ...('office' in to ? { office: to.office } : {}),
});

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
    // Until it is accepted the name stays unknown: a number typed here must not tell whose it is. Offices are public.
    delegate: { maskedNationalId: row.delegate_national_id && masked(row.delegate_national_id), office: row.office, name: row.office?.name ?? name },
    services: row.services,
    feeLimit: row.fee_limit,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    state: row.ended_at ? 'ended' : row.expires_at.getTime() <= Date.now() ? 'expired' : row.accepted_at ? 'active' : 'offered',
  };
}

const masked = (nationalId: string) => `${nationalId.slice(0, 1)}•••••••${nationalId.slice(-2)}`;

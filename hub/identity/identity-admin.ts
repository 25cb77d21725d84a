import { AmanahError } from '@amanah/errors';
import type { Bilingual, ClientInput, IdentityAdmin, PasswordAdmin } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { capacitiesOf } from './capacities.ts';
import { createDelegationAdmin } from './delegations.ts';
import { createFactorAdmin } from './factor-admin.ts';
import { holdersOf } from './holders.ts';
import { createPersonalDataAdmin } from './personal-data.ts';
import { createClientAdmin } from './oidc/client-admin.ts';
import { withdrawAgreement } from './oidc/grants.ts';
import type { PostgresSessionStore } from './session-store.ts';
import type { LiveSessions } from './sessions.ts';
import { signOut } from './sign-out.ts';

interface Sources {
  readonly config: HubConfig;
  readonly store: Store;
  readonly access: Access;
  readonly audit: Audit;
  readonly sessionStore: PostgresSessionStore;
  readonly sessions: LiveSessions;
}

/** What works without jobs, also from the command line. */
type StoredIdentityAdmin = Omit<IdentityAdmin, keyof PasswordAdmin>;

/** What the account and operations pages do with identities. */
export function createIdentityAdmin({ config, store, access, audit, sessionStore, sessions }: Sources): StoredIdentityAdmin {
  const { hub } = store;

  async function profile(personId: string): Promise<Readonly<Record<string, unknown>>> {
    const [row] = await hub.query(
      `SELECT id, username, national_id AS "nationalId", name_ar AS "nameAr", name_en AS "nameEn", email, mobile, birth_date AS "birthDate", nationality, second_factor AS "secondFactor", created_at AS "createdAt"
       FROM hub.person WHERE id = $1`,
      [personId],
    );
    if (!row) throw new AmanahError('IDENTITY_PERSON_UNKNOWN');
    return row;
  }

  const admin: StoredIdentityAdmin = {
    ...createClientAdmin({ config, store, audit }),
    ...createFactorAdmin({ config, store, audit }),
    ...createDelegationAdmin({ store, audit, sessionStore }),
    ...createPersonalDataAdmin({ store, audit }, () => admin),
    profile,
    async sessions({ personId, search, currentSessionId, limit = 100 }) {
      const rows = await hub.query<{
        id: string;
        person_id: string;
        name_ar: string;
        name_en: string;
        created_at: Date;
        last_seen_at: Date;
        device: string;
        address: string;
        method: string;
        reached: string[] | null;
        clients: { id: string; title: Bilingual | null }[] | null;
      }>(
        `SELECT s.id, s.person_id, p.name_ar, p.name_en, s.created_at, s.last_seen_at, s.device, s.address, s.method,
           (SELECT array_agg(r.system_id ORDER BY r.system_id) FROM hub.session_reached r WHERE r.session_id = s.id) AS reached,
           (SELECT jsonb_agg(DISTINCT jsonb_build_object('id', c.id, 'title', c.definition->'title'))
            FROM hub.oidc_grant g JOIN hub.client c ON c.id = g.client_id WHERE g.session_id = s.id) AS clients
         FROM hub.session s JOIN hub.person p ON p.id = s.person_id
         WHERE s.revoked_at IS NULL AND s.absolute_expires_at > now() AND s.last_seen_at > now() - make_interval(secs => $2) AND ($1::uuid IS NULL OR s.person_id = $1)
           AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', p.name_ar, p.name_en, p.username))) > 0 OR right(p.national_id, 4) = $4 OR p.national_id = $4)
         ORDER BY s.last_seen_at DESC LIMIT $3`,
        [personId ?? null, config.session.idleMinutes * 60, limit, search || null],
      );
      return rows.map((row) => ({
        id: row.id,
        personId: row.person_id,
        personName: { ar: row.name_ar, en: row.name_en },
        current: row.id === currentSessionId,
        createdAt: row.created_at.toISOString(),
        lastSeenAt: row.last_seen_at.toISOString(),
        device: row.device,
        address: row.address,
        method: row.method,
        reached: [
          ...(row.reached ?? []).map((id) => ({ kind: 'system' as const, id, title: sessions.systemTitle(id) ?? { ar: id, en: id } })),
          ...(row.clients ?? []).map(({ id, title }) => ({ kind: 'client' as const, id, title: title ?? { ar: id, en: id } })),
        ],
      }));
    },
    async revokeSession(sessionId, by, requestId) {
      const report = await signOut({ sessionStore, sessions }, { sessionId });
      await audit.record({ action: 'session.revoked', actor: by, subject: sessionId, requestId });
      return report;
    },
    async signOutEverywhere(personId, by, requestId) {
      const report = await signOut({ sessionStore, sessions }, { personId });
      await audit.record({ action: 'session.endedEverywhere', actor: by, subject: personId, requestId });
      return report;
    },
    async consents(personId) {
      const rows = await hub.query<{ client_id: string; definition: ClientInput; scopes: string[]; granted_at: Date }>(
        'SELECT c.client_id, k.definition, c.scopes, c.granted_at FROM hub.consent c JOIN hub.client k ON k.id = c.client_id WHERE c.person_id = $1',
        [personId],
      );
      return rows.map((row) => ({
        clientId: row.client_id,
        title: row.definition.title ?? { ar: row.client_id, en: row.client_id },
        scopes: row.scopes,
        grantedAt: row.granted_at.toISOString(),
      }));
    },
    async withdrawConsent(personId, clientId, by, requestId) {
      await withdrawAgreement(hub, personId, clientId);
      await audit.record({ action: 'consent.withdrawn', actor: by, subject: personId, requestId, data: { clientId } });
    },
    holders: (permission, unit) => holdersOf(hub, access, permission, unit),
    async capacities(personId) {
      return (await capacitiesOf(hub, personId, config.commerceRegister)).choices;
    },
  };
  return admin;
}

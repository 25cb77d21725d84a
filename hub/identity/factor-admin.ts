import { AmanahError } from '@amanah/errors';
import type { Actor, FactorAdmin, FactorInfo } from '@amanah/plugin-api';
import QRCode from 'qrcode-svg';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import { messages } from '../http/messages.ts';
import type { Store } from '../store/contract.ts';
import { asciiDigits } from './digits.ts';
import { maskedEmail } from './email-codes.ts';
import { beginRegistration, finishRegistration, type RelyingParty } from './passkeys.ts';
import { recoveryCodesOf, renewRecoveryCodes } from './recovery-codes.ts';
import { confirmTotp, offerTotp } from './totp.ts';

const t = messages(import.meta.url);

/** The person's own ways to sign in, as the account page works on them. */
export function createFactorAdmin({ config, store, audit }: { config: HubConfig; store: Store; audit: Audit }): FactorAdmin {
  const { hub } = store;
  const party: RelyingParty = { name: t('ar', 'mail.from'), publicUrl: config.publicUrl };
  const record = (action: string, actor: Actor, requestId: string, data: Record<string, unknown> = {}) =>
    audit.record({ action, actor, subject: actor.person.id, requestId, data });

  return {
    async factors(personId) {
      const [person] = await hub.query<PersonRow>(
        'SELECT national_id IS NOT NULL AS national, password_hash IS NOT NULL AS password, email, second_factor, created_at FROM hub.person WHERE id = $1',
        [personId],
      );
      if (!person) return [];
      const [kept, recovery] = await Promise.all([
        hub.query<KeptRow>(
          `SELECT id, 'passkey' AS kind, label, created_at, last_used_at FROM hub.passkey WHERE person_id = $1
           UNION ALL SELECT id, kind, '', created_at, last_used_at FROM hub.factor WHERE person_id = $1 ORDER BY kind, created_at`,
          [personId],
        ),
        recoveryCodesOf(hub, personId),
      ]);
      const given = (kind: FactorInfo['kind'], label = ''): FactorInfo => ({
        id: kind,
        kind,
        label,
        createdAt: person.created_at.toISOString(),
        lastUsedAt: null,
        left: null,
      });
      return [
        ...(person.national ? [given('national')] : []),
        ...(person.password ? [given('password')] : []),
        ...(person.second_factor === 'email' && person.email ? [given('email', maskedEmail(person.email))] : []),
        ...kept.map(({ id, kind, label, created_at, last_used_at }) => ({
          id,
          kind,
          label,
          createdAt: created_at.toISOString(),
          lastUsedAt: last_used_at?.toISOString() ?? null,
          left: null,
        })),
        ...(recovery
          ? [
              {
                ...given('recovery-codes'),
                createdAt: recovery.createdAt.toISOString(),
                lastUsedAt: recovery.lastUsedAt?.toISOString() ?? null,
                left: recovery.left,
              },
            ]
          : []),
      ];
    },

    async removeFactor(personId, factorId, by, requestId) {
      const kind = await store.hub.transaction(async (tx) => {
        const [passkey] = await tx.query('DELETE FROM hub.passkey WHERE person_id = $1 AND id::text = $2 RETURNING 1', [personId, factorId]);
        if (passkey) return 'passkey';
        const [totp] = await tx.query('DELETE FROM hub.factor WHERE person_id = $1 AND id::text = $2 RETURNING 1', [personId, factorId]);
        if (!totp) throw new AmanahError('IDENTITY_FACTOR_UNKNOWN');
        // A password is never left alone: from now on codes go by mail, and where there is no address the app stays.
        const [left] = await tx.query(
          `UPDATE hub.person SET second_factor = 'email' WHERE id = $1 AND (email IS NOT NULL OR password_hash IS NULL) RETURNING 1`,
          [personId],
        );
        if (!left) throw new AmanahError('IDENTITY_LAST_FACTOR');
        return 'totp';
      });
      await audit.record({ action: 'factor.removed', actor: by, subject: personId, requestId, data: { kind } });
    },

    async renamePasskey(actor, factorId, label) {
      const renamed = await hub.query('UPDATE hub.passkey SET label = $3 WHERE person_id = $1 AND id::text = $2 RETURNING 1', [
        actor.person.id,
        factorId,
        label,
      ]);
      if (renamed.length === 0) throw new AmanahError('IDENTITY_FACTOR_UNKNOWN');
    },

    beginPasskey: (actor) =>
      beginRegistration(hub, party, { id: actor.person.id, username: actor.username, name: actor.person.name.ar }, sessionBinding(actor)),

    async finishPasskey(actor, credential, label, requestId) {
      const [session] = await hub.query<{ device: string }>('SELECT device FROM hub.session WHERE id = $1', [actor.sessionId]);
      await finishRegistration(hub, party, actor.person.id, sessionBinding(actor), credential, label ?? session?.device ?? '');
      await record('factor.added', actor, requestId, { kind: 'passkey' });
    },

    async beginTotp(actor) {
      const [person] = await hub.query('SELECT 1 FROM hub.person WHERE id = $1 AND password_hash IS NOT NULL', [actor.person.id]);
      // A code follows a password; people of the national sign-in have none (rules.md B1).
      if (!person) throw new AmanahError('IDENTITY_TOTP_NEEDS_PASSWORD');
      const { secret, uri } = await offerTotp(hub, config.sealKey, actor.person.id, actor.username);
      const drawn = new QRCode({ content: uri, padding: 2, width: 232, height: 232, ecl: 'M', join: true, container: 'svg-viewbox', xmlDeclaration: false });
      return { secret, uri, svg: drawn.svg() };
    },

    async finishTotp(actor, code, requestId) {
      if (!(await confirmTotp(store.hub, config.sealKey, actor.person.id, asciiDigits(code)))) throw new AmanahError('IDENTITY_CODE_REFUSED');
      await record('factor.added', actor, requestId, { kind: 'totp' });
    },

    async newRecoveryCodes(actor, requestId) {
      const codes = await renewRecoveryCodes(store.hub, config.sealKey, actor.person.id);
      await record('factor.added', actor, requestId, { kind: 'recovery-codes' });
      return codes;
    },
  };
}

interface PersonRow {
  national: boolean;
  password: boolean;
  email: string | null;
  second_factor: string;
  created_at: Date;
}

interface KeptRow {
  id: string;
  kind: 'passkey' | 'totp';
  label: string;
  created_at: Date;
  last_used_at: Date | null;
}

function sessionBinding(actor: Actor): string {
  return `session:${actor.sessionId}`;
}

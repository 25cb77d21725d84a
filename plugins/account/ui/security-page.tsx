import { Button, Icon, ResourceView, Rows, formatDualDate, useResource, type IconName, type Row, ActError, useAct, type Act, dataOf } from '@amanah/ui';
import type { ReactNode } from 'react';
import type { FactorsAnswer } from '../shared/answers.ts';
import { AccountFrame } from './account-frame.tsx';
import { api } from './api.ts';
import { CodeApp } from './code-app.tsx';
import { t } from './messages.ts';
import { AddPasskey, PasskeyName } from './passkeys.tsx';
import { ChangePassword } from './password-form.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { Section } from './section.tsx';

type Factor = FactorsAnswer['factors'][number];

const ICONS: Readonly<Record<Factor['kind'], IconName>> = {
  national: 'landmark',
  password: 'lock',
  totp: 'smartphone',
  email: 'mail',
  passkey: 'fingerprint',
  'recovery-codes': 'key-round',
};

/** Own ways to sign in; every change needs a fresh proof of identity, which the hub asks for by itself. */
export function SecurityPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/account/factors', { signal })).then(({ factors }) => factors), []);
  const removal = useAct();
  return (
    <AccountFrame>
      <ActError act={removal} />
      <ResourceView resource={resource}>{(factors) => <Ways factors={factors} removal={removal} reload={resource.reload} />}</ResourceView>
    </AccountFrame>
  );
}

function Ways({ factors, removal, reload }: { readonly factors: readonly Factor[]; readonly removal: Act; readonly reload: () => void }) {
  const of = (...kinds: Factor['kind'][]) => factors.filter(({ kind }) => kinds.includes(kind));
  const hasPassword = of('password').length > 0;
  const remove = (id: string) => void removal.run(() => api.DELETE('/api/account/factors/{id}', { params: { path: { id } } })).then(reload);
  const row = (factor: Factor): Row => ({
    id: factor.id,
    start: <Icon name={ICONS[factor.kind]} size="lg" />,
    title: factor.kind === 'passkey' ? <PasskeyName id={factor.id} label={factor.label} onSaved={reload} /> : t(`factor_${factor.kind}`),
    meta: metaOf(factor),
    end:
      factor.kind === 'passkey' || factor.kind === 'totp' ? (
        <Button
          tone="second"
          size="small"
          icon="trash-2"
          busy={removal.busy}
          aria-label={t('removeNamed', { name: factor.label || t(`factor_${factor.kind}`) })}
          onClick={() => remove(factor.id)}
        >
          {t('remove')}
        </Button>
      ) : undefined,
  });
  return (
    <>
      <Section title={t('mainWays')} {...(hasPassword ? { lead: t('passwordForgotten') } : {})}>
        <Rows rows={of('national', 'password').map(row)} />
        {hasPassword && <ChangePassword />}
      </Section>
      <Section title={t('passkeys')} lead={t('passkeysLead')}>
        {of('passkey').length > 0 ? <Rows rows={of('passkey').map(row)} /> : <p className="am-muted">{t('passkeysNone')}</p>}
        <AddPasskey onAdded={reload} />
      </Section>
      {hasPassword && (
        <Section title={t('codes')} lead={t('codesLead')}>
          {of('totp', 'email').length > 0 && <Rows rows={of('totp', 'email').map(row)} />}
          <CodeApp replaces={of('totp').length > 0} onAdded={reload} />
        </Section>
      )}
      {hasPassword && (
        <Section title={t('recovery')} lead={t('recoveryLead')}>
          {of('recovery-codes').length > 0 && <Rows rows={of('recovery-codes').map(row)} />}
          <RecoveryCodes replaces={of('recovery-codes').length > 0} onMade={reload} />
        </Section>
      )}
    </>
  );
}

function metaOf(factor: Factor): ReactNode[] {
  const used = factor.lastUsedAt ? t('lastUsed', { date: formatDualDate(factor.lastUsedAt) }) : t('neverUsed');
  switch (factor.kind) {
    case 'national':
      return [t('nationalMeta')];
    case 'password':
      return [t('passwordMeta')];
    case 'email':
      return [
        <bdi key="address" dir="ltr">
          {factor.label}
        </bdi>,
      ];
    case 'recovery-codes':
      return [t('recoveryLeft', { count: factor.left ?? 0 }), t('added', { date: formatDualDate(factor.createdAt) })];
    default:
      return [t('added', { date: formatDualDate(factor.createdAt) }), used];
  }
}

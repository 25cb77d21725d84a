import { GovernmentData, Identifier, LinkButton, ResourceView, Rows, StatusPill, formatDualDate, request, useResource } from '@amanah/ui';
import type { ProfileAnswer } from '../shared/answers.ts';
import { AccountFrame } from './account-frame.tsx';
import { t } from './messages.ts';

type Fact = ProfileAnswer['facts'][number];
const FACT_NAMES = {
  nationalId: 'fact_nationalId',
  birthDate: 'fact_birthDate',
  nationality: 'fact_nationality',
  email: 'fact_email',
  mobile: 'fact_mobile',
} as const;

function factName(key: string): string {
  return key in FACT_NAMES ? t(FACT_NAMES[key as keyof typeof FACT_NAMES]) : key;
}

function factValue({ key, value }: Fact) {
  if (key === 'birthDate') return formatDualDate(value);
  return <Identifier value={value} masked={key === 'nationalId'} />;
}

/** Own facts, read-only from the identity source, and the capacities one may act in. */
export function ProfilePage() {
  const resource = useResource((signal) => request<ProfileAnswer>('/api/account/profile', { signal }), []);
  return (
    <AccountFrame>
      <ResourceView resource={resource}>{(profile) => <Profile profile={profile} />}</ResourceView>
    </AccountFrame>
  );
}

function Profile({ profile }: { readonly profile: ProfileAnswer }) {
  return (
    <>
      <GovernmentData
        title={t('profileTitle')}
        source={t('factsSource')}
        items={[{ term: t('name'), value: profile.name }, ...profile.facts.map((fact) => ({ term: factName(fact.key), value: factValue(fact) }))]}
      />
      <section className="ac-section">
        <h2>{t('capacities')}</h2>
        <Rows
          rows={profile.capacities.map((capacity) => ({
            id: capacity.id,
            title: t(`capacity_${capacity.kind}`),
            meta: capacity.on ? [capacity.on] : [],
            end: capacity.current ? <StatusPill tone="success">{t('capacityNow')}</StatusPill> : undefined,
          }))}
        />
        {profile.capacities.length > 1 && (
          <LinkButton tone="second" href="/auth/capacity?rd=/account">
            {t('capacityChange')}
          </LinkButton>
        )}
      </section>
    </>
  );
}

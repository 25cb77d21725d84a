import {
  Definitions,
  GovernmentData,
  Icon,
  Identifier,
  LinkButton,
  ResourceView,
  Rows,
  StatusPill,
  currentLanguage,
  formatDualDate,
  useResource,
  type IconName,
  dataOf,
} from '@amanah/ui';
import type { ProfileAnswer } from '../shared/answers.ts';
import { AccountFrame } from './account-frame.tsx';
import { api } from './api.ts';
import { t } from './messages.ts';
import { Section } from './section.tsx';

const ICONS: Readonly<Record<ProfileAnswer['capacities'][number]['kind'], IconName>> = {
  self: 'user-round',
  owner: 'store',
  manager: 'store',
  delegate: 'handshake',
  official: 'landmark',
  government: 'building-2',
  agent: 'briefcase',
};

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
  if (key === 'nationality') return new Intl.DisplayNames(currentLanguage(), { type: 'region', fallback: 'code' }).of(value) ?? value;
  return <Identifier value={value} masked={key === 'nationalId'} />;
}

/** Own facts, read-only from the identity source, and the capacities one may act in. */
export function ProfilePage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/account/profile', { signal })), []);
  return (
    <AccountFrame>
      <ResourceView resource={resource}>{(profile) => <Profile profile={profile} />}</ResourceView>
    </AccountFrame>
  );
}

const OWN_FACTS: readonly string[] = ['email', 'mobile'];

function Profile({ profile }: { readonly profile: ProfileAnswer }) {
  const items = (own: boolean) =>
    profile.facts.filter(({ key }) => OWN_FACTS.includes(key) === own).map((fact) => ({ term: factName(fact.key), value: factValue(fact) }));
  return (
    <>
      <GovernmentData title={t('facts')} source={t('factsSource')} items={[{ term: t('name'), value: profile.name }, ...items(false)]} />
      <Section title={t('contact')} lead={t('contactLead')}>
        {items(true).length > 0 ? <Definitions items={items(true)} /> : <p className="am-muted">{t('contactNone')}</p>}
        <div>
          <LinkButton tone="second" size="small" icon="pencil" href="/account/data">
            {t('contactChange')}
          </LinkButton>
        </div>
      </Section>
      <Section title={t('capacities')} lead={t('capacitiesLead')}>
        <Rows
          rows={profile.capacities.map((capacity) => ({
            id: capacity.id,
            start: <Icon name={ICONS[capacity.kind]} size="lg" />,
            title: t(`capacity_${capacity.kind}`),
            meta: capacity.on ? [capacity.on] : [],
            end: capacity.current ? <StatusPill tone="success">{t('capacityNow')}</StatusPill> : undefined,
          }))}
        />
        {profile.capacities.length > 1 && (
          <div>
            <LinkButton tone="second" href="/auth/capacity?rd=/account">
              {t('capacityChange')}
            </LinkButton>
          </div>
        )}
      </Section>
    </>
  );
}

import {
  Banner,
  Breadcrumb,
  BrandMark,
  Button,
  Card,
  Definitions,
  DualDate,
  GovernmentData,
  GregorianDate,
  Icon,
  Identifier,
  LinkButton,
  Notice,
  Pagination,
  Rows,
  ServiceGlyph,
  StatusPill,
  Stepper,
  Tag,
  Timeline,
  serviceClassName,
  type ServiceClass,
} from '@amanah/ui';
import { useState } from 'react';
import { Section } from './section.tsx';
import { t } from './words.ts';

const CLASSES: readonly ServiceClass[] = ['informational', 'interactive', 'procedural', 'integrative'];

export function Classes() {
  return (
    <Section name="classes" title={t('classes')}>
      <div className="am-row am-gap-8">
        {CLASSES.map((name) => (
          <span key={name} className="am-row">
            <ServiceGlyph serviceClass={name} size="lg" />
            <b>{serviceClassName(name)}</b>
          </span>
        ))}
      </div>
      <div className="am-row">
        <StatusPill tone="success">{t('valid')}</StatusPill>
        <StatusPill tone="warn">{t('expiresIn')}</StatusPill>
        <StatusPill tone="danger">{t('expired')}</StatusPill>
        <StatusPill tone="info">{t('underReview')}</StatusPill>
        <StatusPill tone="neutral">{t('draft')}</StatusPill>
        <Tag>{t('tag')}</Tag>
        <Tag look="line">{t('tagLine')}</Tag>
        <Tag look="accent">{t('tagAccent')}</Tag>
      </div>
    </Section>
  );
}

export function Notices() {
  return (
    <Section name="notices" title={t('notices')}>
      <Banner
        tone="warn"
        icon="cloud-off"
        action={
          <Button tone="quiet" size="small">
            {t('details')}
          </Button>
        }
      >
        {t('sadadDown')}
      </Banner>
      <div className="am-grid am-grid--2">
        <Notice title={t('maintenance')} />
        <Notice tone="success" title={t('issued')} />
        <Notice tone="warn" title={t('daysLeft')} />
        <Notice tone="danger" title={t('refused')}>
          <p>{t('refusedText')}</p>
        </Notice>
      </div>
      <GovernmentData
        title={t('establishment')}
        source={t('establishmentSource')}
        items={[
          { term: t('unifiedNumber'), value: <Identifier value="7001234567" /> },
          { term: t('tradeName'), value: t('tradeNameValue') },
          { term: t('nationalId'), value: <Identifier value="1000000008" masked /> },
        ]}
      />
    </Section>
  );
}

export function Facts() {
  return (
    <Section name="facts" title={t('facts')}>
      <Definitions
        items={[
          { term: t('tradeName'), value: t('tradeNameValue') },
          { term: t('date'), value: <GregorianDate value="2026-11-23" /> },
          {
            term: t('openingDate'),
            value: (
              <span className="am-row am-gap-2">
                <Icon name="calendar-days" size="sm" />
                <DualDate value="2026-12-30" />
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}

export function Progress() {
  const [page, setPage] = useState(4);
  return (
    <Section name="progress" title={t('progress')}>
      <Breadcrumb crumbs={[{ label: t('services'), href: '#services' }, { label: t('issueService'), href: '#service' }, { label: t('stepActivity') }]} />
      <Stepper steps={[t('capacity'), t('stepLocation'), t('stepActivity'), t('stepDocuments'), t('stepSend')]} current={2} />
      <div className="am-grid am-grid--2">
        <Card>
          <Timeline
            entries={[
              { id: '1', state: 'done', title: t('submitted'), when: <DualDate value="2026-11-23" />, who: t('applicant') },
              { id: '2', state: 'now', title: t('fieldVisit'), who: t('inspector') },
              { id: '3', state: 'next', title: t('issueLicence') },
            ]}
          />
        </Card>
        <Card>
          <Rows
            rows={[
              {
                id: '1',
                start: <ServiceGlyph serviceClass="integrative" size="lg" />,
                title: t('issueService'),
                href: '#1',
                meta: [serviceClassName('integrative'), t('fiveDays')],
                end: (
                  <LinkButton href="#1" tone="second" size="small">
                    {t('start')}
                  </LinkButton>
                ),
              },
              {
                id: '2',
                start: <ServiceGlyph serviceClass="procedural" size="lg" />,
                title: t('healthService'),
                href: '#2',
                meta: [serviceClassName('procedural'), t('instant')],
                end: (
                  <LinkButton href="#2" tone="second" size="small">
                    {t('start')}
                  </LinkButton>
                ),
              },
            ]}
          />
        </Card>
      </div>
      <Pagination page={page} pages={9} onPage={setPage} />
    </Section>
  );
}

export function Identity() {
  return (
    <Section name="identity" title={t('identity')}>
      <div className="am-grid">
        <div className="am-lattice am-lattice--brand" style={{ blockSize: '150px', borderRadius: '12px' }} />
        <div className="am-lattice am-card am-card--gypsum" style={{ blockSize: '150px' }} />
        <div className="am-card am-row">
          <span className="am-brand">
            <BrandMark />
          </span>
        </div>
      </div>
      <div className="am-hem" />
    </Section>
  );
}

import { Button, Definitions, DualDate, EmptyState, Identifier, LinkButton, Notice, currentLanguage } from '@amanah/ui';
import type { Verification } from '../shared/verification.ts';
import { t } from './messages.ts';

const TONES = { valid: 'success', expired: 'warn', suspended: 'danger', cancelled: 'danger' } as const;

/** What the registers said of a licence. */
export function VerificationResult({ answer: { licence, unasked }, again }: { readonly answer: Verification; readonly again: () => void }) {
  const language = currentLanguage();
  if (!licence && unasked.length > 0) {
    const names = new Intl.ListFormat(language).format(unasked.map((name) => name[language]));
    return (
      <EmptyState
        icon="unplug"
        title={t('uncertainTitle')}
        actions={
          <Button tone="second" onClick={again}>
            {t('again')}
          </Button>
        }
      >
        {t('uncertainText', { names })}
      </EmptyState>
    );
  }
  if (!licence)
    return (
      <EmptyState icon="search-x" title={t('absentTitle')}>
        {t('absentText')}
      </EmptyState>
    );
  return (
    <div className="sl-result">
      <Notice tone={TONES[licence.state]} title={t(licence.state)}>
        {t(`${licence.state}Text`)}
      </Notice>
      <Definitions
        items={[
          { term: t('shop'), value: licence.shop },
          { term: t('number'), value: <Identifier value={licence.number} /> },
          { term: t('activity'), value: licence.activity },
          { term: t('municipality'), value: licence.municipality[language] },
          { term: t('district'), value: licence.district },
          { term: t('issuedOn'), value: <DualDate value={licence.issuedOn} /> },
          { term: t('validUntil'), value: <DualDate value={licence.validUntil} /> },
        ]}
      />
      {licence.state !== 'valid' && (
        <LinkButton tone="second" href="/services/SRV-071">
          {t('report')}
        </LinkButton>
      )}
    </div>
  );
}

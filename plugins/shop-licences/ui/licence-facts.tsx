import { Definitions, DualDate, Identifier, currentLanguage } from '@amanah/ui';
import type { OwnLicenceAnswer } from '../shared/register-answers.ts';
import { t } from './messages.ts';

type Shown = Omit<OwnLicenceAnswer, 'acts' | 'justMoved'>;

/** What a licence says. */
export function LicenceFacts({ licence }: { readonly licence: Shown }) {
  const square = (area: number) => t('squareMetres', { area });
  return (
    <Definitions
      items={[
        { term: t('number'), value: <Identifier value={licence.number} /> },
        { term: t('holder'), value: licence.owner },
        ...(licence.unifiedNumber ? [{ term: t('unifiedNumber'), value: <Identifier value={licence.unifiedNumber} /> }] : []),
        { term: t('activity'), value: licence.activity },
        { term: t('municipality'), value: licence.municipality[currentLanguage()] },
        { term: t('district'), value: [licence.district, licence.street].filter(Boolean).join(currentLanguage() === 'ar' ? '، ' : ', ') },
        ...(licence.shortAddress ? [{ term: t('nationalAddress'), value: <Identifier value={licence.shortAddress} /> }] : []),
        { term: t('area'), value: square(licence.areaM2) },
        { term: t('signArea'), value: square(licence.signM2) },
        { term: t('issuedOn'), value: <DualDate value={licence.issuedOn} /> },
        { term: t('validUntil'), value: <DualDate value={licence.validUntil} /> },
      ]}
    />
  );
}

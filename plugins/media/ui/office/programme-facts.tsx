import { Definitions, Identifier, currentLanguage, formatMoment } from '@amanah/ui';
import type { OfficeProgramme, OfficeUnit } from '../../shared/programme.ts';
import { clockOf } from './clock.ts';
import { t } from './messages.ts';
import { kindWords } from './office-page.tsx';
import { sizeOf } from './size.ts';

/** What is known of a programme and is not written by hand. */
export function ProgrammeFacts({ programme, units }: { readonly programme: OfficeProgramme; readonly units: readonly OfficeUnit[] }) {
  const { kind, origin, unit, seconds, bytes, captionsException } = programme;
  const moments = [
    [t('factStarts'), programme.startsAt],
    [t('factStarted'), programme.startedAt],
    [t('factEnded'), programme.endedAt],
    [t('factPublished'), programme.publishedAt],
    [t('factWithdrawn'), programme.withdrawnAt],
    [t('factCreated'), programme.createdAt],
  ] as const;
  const items = [
    { term: t('columnKind'), value: t(kindWords[`${origin}-${kind}`]) },
    { term: t('unit'), value: units.find((one) => one.id === unit)?.name[currentLanguage()] ?? unit },
    ...moments.flatMap(([term, moment]) => (moment ? [{ term, value: formatMoment(moment) }] : [])),
    ...(seconds ? [{ term: t('factLength'), value: <Identifier value={clockOf(seconds)} /> }] : []),
    ...(bytes > 0 ? [{ term: t('factSize'), value: sizeOf(bytes) }] : []),
    ...(captionsException ? [{ term: t('captionsException'), value: captionsException }] : []),
  ];
  return (
    <section className="mo-panel" aria-labelledby="mo-facts">
      <h2 id="mo-facts">{t('facts')}</h2>
      <Definitions items={items} />
    </section>
  );
}

import { formatDualDate, LinkButton, Notice } from '@amanah/ui';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { t } from '../forms/messages.ts';

/** By when the decision may be objected to, and where. */
export function ObjectionNotice({ objection: { until, to } }: { readonly objection: NonNullable<OwnRequest['objection']> }) {
  return (
    <Notice tone="gypsum" title={t('objectTitle')}>
      <p>{t('objectText', { date: formatDualDate(until) })}</p>
      <LinkButton tone="second" icon="scale" href={to}>
        {t('objectDo')}
      </LinkButton>
    </Notice>
  );
}

import { EmptyState } from '@amanah/ui';
import { t } from '../messages.ts';

/** News at work: drafts, what waits for approval, and what is out. */
export function OfficePage() {
  return (
    <EmptyState icon="newspaper" title={t('officeEmptyTitle')}>
      {t('officeEmptyText')}
    </EmptyState>
  );
}

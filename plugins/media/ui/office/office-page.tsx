import { EmptyState } from '@amanah/ui';
import { t } from '../messages.ts';

/** The media office's programmes, whatever their state. */
export function OfficePage() {
  return (
    <EmptyState icon="megaphone" title={t('officeEmptyTitle')}>
      {t('officeEmptyText')}
    </EmptyState>
  );
}

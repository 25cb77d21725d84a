import { EmptyState, LinkButton } from '@amanah/ui';
import { t } from '../messages.ts';

/** What can be watched and heard now. */
export function WatchPage() {
  return (
    <EmptyState icon="play" title={t('watchEmptyTitle')} actions={<LinkButton href="/services">{t('toServices')}</LinkButton>}>
      {t('watchEmptyText')}
    </EmptyState>
  );
}

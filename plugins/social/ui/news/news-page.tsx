import { EmptyState, LinkButton } from '@amanah/ui';
import { t } from '../messages.ts';

/** The Amanah's news, newest first. */
export function NewsPage() {
  return (
    <EmptyState icon="newspaper" title={t('newsEmptyTitle')} actions={<LinkButton href="/services">{t('toServices')}</LinkButton>}>
      {t('newsEmptyText')}
    </EmptyState>
  );
}

import { Button, Chip, IconButton, Link, LinkButton } from '@amanah/ui';
import { Section } from './section.tsx';
import { t } from './words.ts';

export function Actions() {
  return (
    <Section name="actions" title={t('actions')}>
      <div className="am-row">
        <LinkButton href="#start" size="large" iconEnd="arrow-right">
          {t('start')}
        </LinkButton>
        <Button>{t('continue')}</Button>
        <Button tone="second">{t('saveDraft')}</Button>
        <Button tone="quiet">{t('previous')}</Button>
        <Button tone="danger">{t('cancelLicence')}</Button>
        <Button tone="danger-second">{t('withdraw')}</Button>
      </div>
      <div className="am-row">
        <Button disabled>{t('disabled')}</Button>
        <Button busy>{t('continue')}</Button>
        <Button size="small">{t('small')}</Button>
        <IconButton icon="download" label={t('download')} />
        <IconButton icon="bell" label={t('bell')} count={2} />
        <Link href="#link" icon="arrow-right">
          {t('standaloneLink')}
        </Link>
        <Chip count={12}>{t('filter')}</Chip>
        <Chip selected>{t('filter')}</Chip>
      </div>
    </Section>
  );
}

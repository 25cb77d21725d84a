import { Button, Chip, IconButton, Link, LinkButton, Segments } from '@amanah/ui';
import { useState } from 'react';
import { Section } from './section.tsx';
import { t } from './words.ts';

export function Actions() {
  const [invoices, setInvoices] = useState<'unpaid' | 'paid'>('unpaid');
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
        <Segments
          label={t('invoices')}
          segments={[
            { id: 'unpaid', label: t('unpaid') },
            { id: 'paid', label: t('paid') },
          ]}
          value={invoices}
          onChange={setInvoices}
        />
      </div>
    </Section>
  );
}

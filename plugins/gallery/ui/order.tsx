import { OrderList } from '@amanah/ui/order';
import { useState } from 'react';
import { Section } from './section.tsx';
import { t } from './words.ts';

export function Order() {
  const [items, setItems] = useState([
    { id: 'issue', name: t('issueService') },
    { id: 'health', name: t('healthService') },
    { id: 'more', name: t('invoice') },
  ]);
  return (
    <Section name="order" title={t('order')}>
      <OrderList
        label={t('order')}
        items={items}
        onOrder={(ids) => setItems(ids.map((id) => items.find((item) => item.id === id)!))}
        onRemove={(gone) => setItems(items.filter(({ id }) => id !== gone))}
      >
        {({ name }) => name}
      </OrderList>
    </Section>
  );
}

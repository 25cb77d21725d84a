import { Button, EmptyState, ResourceView, may, dataOf } from '@amanah/ui';
import { useState } from 'react';
import { api } from './api.ts';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { MicroFrontendCard } from './micro-frontend-card.tsx';
import { MicroFrontendForm } from './micro-frontend-form.tsx';
import { Sheet } from './sheet.tsx';

/** Micro-frontends of third parties: registered by manifest, compared with their origin, reviewed. */
export function MicroFrontendsPage() {
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/micro-frontends', { signal })),
    [],
    ({ microFrontends }) => microFrontends.length === 0,
  );
  const [adding, setAdding] = useState(false);
  const mine = may('operations:micro-frontend.manage');
  return (
    <Sheet
      at={live.at}
      actions={
        mine &&
        !adding && (
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            {t('microAdd')}
          </Button>
        )
      }
    >
      {adding && (
        <MicroFrontendForm
          onClose={() => {
            setAdding(false);
            live.reload();
          }}
        />
      )}
      <ResourceView
        resource={live}
        empty={
          adding ? (
            <></>
          ) : (
            <EmptyState icon="layout-grid" title={t('microEmpty')}>
              {t('microEmptyText')}
            </EmptyState>
          )
        }
      >
        {({ microFrontends }) => (
          <ul className="op-letters">
            {microFrontends.map((micro) => (
              <MicroFrontendCard key={micro.id} micro={micro} mine={mine} reload={live.reload} />
            ))}
          </ul>
        )}
      </ResourceView>
    </Sheet>
  );
}

import { Button, EmptyState, ErrorState, ResourceView, Rows, formatDualDate, useResource, dataOf } from '@amanah/ui';
import { useState } from 'react';
import { AccountFrame } from './account-frame.tsx';
import { api } from './api.ts';
import { t } from './messages.ts';

/** Applications with a consent; each is withdrawn with one press. */
export function ConsentsPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/account/consents', { signal })).then(({ consents }) => consents), []);
  const [error, setError] = useState<unknown>(null);
  const withdraw = (id: string) => api.DELETE('/api/account/consents/{id}', { params: { path: { id } } }).then(resource.reload, setError);
  return (
    <AccountFrame>
      {error !== null && <ErrorState error={error} />}
      <ResourceView resource={resource} empty={<EmptyState icon="handshake" title={t('consentsEmpty')} />}>
        {(consents) => (
          <Rows
            rows={consents.map((consent) => ({
              id: consent.clientId,
              title: consent.title,
              meta: [t('scopes', { names: consent.scopes.join(' · ') }), t('granted', { date: formatDualDate(consent.grantedAt) })],
              end: (
                <Button tone="second" size="small" onClick={() => void withdraw(consent.clientId)}>
                  {t('withdraw')}
                </Button>
              ),
            }))}
          />
        )}
      </ResourceView>
    </AccountFrame>
  );
}

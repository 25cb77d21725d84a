import { Button, EmptyState, ErrorState, ResourceView, Rows, formatDualDate, request, useResource } from '@amanah/ui';
import { useState } from 'react';
import type { FactorsAnswer } from '../shared/answers.ts';
import { AccountFrame } from './account-frame.tsx';
import { t } from './messages.ts';

/** Own ways to sign in; taking one away needs a fresh second factor. */
export function SecurityPage() {
  const resource = useResource((signal) => request<FactorsAnswer>('/api/account/factors', { signal }).then((answer) => answer.factors), []);
  const [error, setError] = useState<unknown>(null);
  const remove = (id: string) => request(`/api/account/factors/${encodeURIComponent(id)}`, { method: 'DELETE' }).then(resource.reload, setError);
  return (
    <AccountFrame>
      {error !== null && <ErrorState error={error} />}
      <ResourceView resource={resource} empty={<EmptyState icon="fingerprint" title={t('factorsEmpty')} />}>
        {(factors) => (
          <Rows
            rows={factors.map((factor) => ({
              id: factor.id,
              title: t(`factor_${factor.kind}`),
              meta: [
                factor.label,
                t('added', { date: formatDualDate(factor.createdAt) }),
                factor.lastUsedAt ? t('lastUsed', { date: formatDualDate(factor.lastUsedAt) }) : t('neverUsed'),
              ].filter(Boolean),
              end:
                factor.kind === 'passkey' || factor.kind === 'totp' ? (
                  <Button tone="second" size="small" onClick={() => void remove(factor.id)}>
                    {t('remove')}
                  </Button>
                ) : undefined,
            }))}
          />
        )}
      </ResourceView>
    </AccountFrame>
  );
}

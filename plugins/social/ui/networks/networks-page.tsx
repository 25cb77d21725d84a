import { Button, EmptyState, ResourceView, dataOf, may, useResource } from '@amanah/ui';
import { useState } from 'react';
import type { NetworkAnswer } from '../../shared/post-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { BlocksPart } from './blocks-part.tsx';
import { NetworkCard } from './network-card.tsx';
import { takeDraft } from './network-draft.ts';
import { NetworkForm } from './network-form.tsx';
import '../office/office.css';
import './networks.css';

/** Networks on which the Amanah speaks: how each stands, and for operators connecting, trying, pausing and disconnecting. */
export function NetworksPage() {
  const networks = useResource(async (signal) => (await dataOf(api.GET('/api/social/office/networks', { signal }))).networks, [], { keep: true });
  const [form, setForm] = useState<NetworkAnswer | 'new' | null>(null);
  const [left, setLeft] = useState(takeDraft);
  const mayWrite = may('social:network.write');
  const close = (changed: boolean) => {
    setForm(null);
    setLeft(null);
    if (changed) networks.reload();
  };
  return (
    <div className="so-office">
      {mayWrite && form === null && left === null && (
        <div>
          <Button icon="plus" onClick={() => setForm('new')}>
            {t('networkConnect')}
          </Button>
        </div>
      )}
      <ResourceView resource={networks} rows={5} empty={<EmptyState icon="share-2" title={t('networkNever')} />}>
        {(list) => (
          <>
            {mayWrite && (form || left) && (
              <NetworkForm
                key={form && form !== 'new' ? form.id : 'new'}
                network={form === 'new' ? null : (form ?? list.find(({ id }) => id === left?.network) ?? null)}
                known={list.map(({ id }) => id)}
                left={form ? null : (left?.draft ?? null)}
                onClose={close}
              />
            )}
            <ul className="so-cards" aria-label={t('networksTitle')}>
              {list.map((network) => (
                <NetworkCard
                  key={network.id}
                  network={network}
                  mayWrite={mayWrite}
                  onChange={() => {
                    setLeft(null);
                    setForm(network);
                  }}
                  reload={networks.reload}
                />
              ))}
            </ul>
          </>
        )}
      </ResourceView>
      {may('social:account.moderate') && <BlocksPart reloadNetworks={networks.reload} />}
    </div>
  );
}

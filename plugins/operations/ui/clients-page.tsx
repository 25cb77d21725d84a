import { Button, EmptyState, ResourceView, may, ActError, useAct, dataOf } from '@amanah/ui';
import { Menu } from '@amanah/ui/dialog';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ClientsAnswer, SecretAnswer } from '../shared/admin-answers.ts';
import { api } from './api.ts';
import { ClientForm } from './client-form.tsx';
import { Confirm } from './confirm.tsx';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { SecretOnce } from './secret-once.tsx';
import { Sheet } from './sheet.tsx';
import { Code, Named, moment } from './words.tsx';

type Client = ClientsAnswer['clients'][number];

/** Systems that sign in by OpenID Connect: listed, registered, given a new secret, removed. */
export function ClientsPage() {
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/clients', { signal })),
    [],
    ({ clients }) => clients.length === 0,
  );
  const act = useAct();
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{ client: Client; about: 'rotate' | 'remove' } | null>(null);
  const [secret, setSecret] = useState<SecretAnswer | null>(null);
  const mine = may('operations:client.manage');
  const confirm = async () => {
    if (!asked) return;
    const params = { path: { id: asked.client.id } };
    if (asked.about === 'rotate') {
      const made = await act.run(() => dataOf(api.POST('/api/operations/clients/{id}/secret', { params })));
      if (made) setSecret(made);
    } else await act.run(() => api.DELETE('/api/operations/clients/{id}', { params }), t('clientRemoved'));
    setAsked(null);
    live.reload();
  };
  return (
    <Sheet
      actions={
        mine &&
        !adding && (
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            {t('clientAdd')}
          </Button>
        )
      }
    >
      <ActError act={act} />
      {secret && <SecretOnce secret={secret} onClose={() => setSecret(null)} />}
      {adding && (
        <ClientForm
          onClose={(made) => {
            setAdding(false);
            if (made) setSecret(made);
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
            <EmptyState icon="key-round" title={t('clientsEmpty')}>
              {t('clientsEmptyText')}
            </EmptyState>
          )
        }
      >
        {({ clients }) => (
          <Table
            label={t('clientsTitle')}
            rows={clients}
            rowKey={(client) => client.id}
            columns={[
              {
                id: 'client',
                label: t('columnClient'),
                rowHeader: true,
                cell: (client) => <Named title={client.title} id={client.id} />,
              },
              {
                id: 'redirect',
                label: t('redirectUris'),
                cell: (client) => (
                  <span className="op-name">
                    {client.redirectUris.map((uri) => (
                      <Code key={uri}>{uri}</Code>
                    ))}
                  </span>
                ),
              },
              { id: 'auth', label: t('clientAuth'), cell: (client) => t(`auth_${client.auth}`) },
              { id: 'signIn', label: t('clientSignIn'), cell: (client) => (client.signIn ? t(`signIn_${client.signIn}`) : '—') },
              { id: 'scopes', label: t('scopes'), cell: (client) => (client.scopes.length > 0 ? <Code>{client.scopes.join(' ')}</Code> : t('scopesDefault')) },
              { id: 'created', label: t('columnCreated'), cell: (client) => <span className="am-caption">{moment(client.createdAt)}</span> },
              {
                id: 'acts',
                label: t('columnActs'),
                cell: (client) =>
                  mine && (
                    <Menu
                      label={t('actsOf', { name: client.title })}
                      actions={[
                        { id: 'rotate', label: t('rotateSecret'), icon: 'refresh-cw', disabled: client.auth === 'none' },
                        { id: 'remove', label: t('clientRemove'), icon: 'trash-2', danger: true },
                      ]}
                      onAction={(id) => setAsked({ client, about: id as 'rotate' | 'remove' })}
                    />
                  ),
              },
            ]}
          />
        )}
      </ResourceView>
      <Confirm
        open={asked !== null}
        title={asked ? t(asked.about === 'rotate' ? 'rotateTitle' : 'clientRemoveTitle', { name: asked.client.title }) : ''}
        text={asked?.about === 'rotate' ? t('rotateText') : t('clientRemoveText')}
        act={asked?.about === 'rotate' ? t('rotateSecret') : t('clientRemove')}
        busy={act.busy}
        onClose={() => setAsked(null)}
        onConfirm={() => void confirm()}
      />
    </Sheet>
  );
}

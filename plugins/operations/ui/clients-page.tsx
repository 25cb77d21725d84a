import { Button, EmptyState, ResourceView, StatusPill, may, ActError, useAct, dataOf } from '@amanah/ui';
import { Menu, type MenuAction } from '@amanah/ui/dialog';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ClientsAnswer, SecretAnswer } from '../shared/admin-answers.ts';
import { api } from './api.ts';
import { ClientGrants } from './client-grants.tsx';
import { ClientForm } from './client-form.tsx';
import { Confirm } from './confirm.tsx';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { SecretOnce } from './secret-once.tsx';
import { Sheet } from './sheet.tsx';
import { Code, Named, moment } from './words.tsx';

type Client = ClientsAnswer['clients'][number];
type ClientAct = 'rotate' | 'disable' | 'remove';

const asking = {
  rotate: { title: 'rotateTitle', text: 'rotateText', act: 'rotateSecret' },
  disable: { title: 'clientDisableTitle', text: 'clientDisableText', act: 'clientDisable' },
  remove: { title: 'clientRemoveTitle', text: 'clientRemoveText', act: 'clientRemove' },
} as const;

/** Systems that sign in by OpenID Connect: listed, registered, given a new secret, removed. */
export function ClientsPage() {
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/clients', { signal })),
    [],
    ({ clients }) => clients.length === 0,
  );
  const act = useAct();
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{ client: Client; about: ClientAct } | null>(null);
  const [granted, setGranted] = useState<Client | null>(null);
  const [secret, setSecret] = useState<SecretAnswer | null>(null);
  const mine = may('operations:client.manage');
  const setDisabled = async (client: Client, disabled: boolean) => {
    const params = { path: { id: client.id } };
    await act.run(
      () => dataOf(api.POST('/api/operations/clients/{id}/disabled', { params, body: { disabled } })),
      t(disabled ? 'clientDisabled' : 'clientEnabled'),
    );
    live.reload();
  };
  const choose = (client: Client, chosen: string) => {
    if (chosen === 'grants') setGranted(client);
    else if (chosen === 'enable') void setDisabled(client, false);
    else setAsked({ client, about: chosen as ClientAct });
  };
  const confirm = async () => {
    if (!asked) return;
    const params = { path: { id: asked.client.id } };
    if (asked.about === 'rotate') {
      const made = await act.run(() => dataOf(api.POST('/api/operations/clients/{id}/secret', { params })));
      if (made) setSecret(made);
    } else if (asked.about === 'disable') await setDisabled(asked.client, true);
    else await act.run(() => api.DELETE('/api/operations/clients/{id}', { params }), t('clientRemoved'));
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
          units={'data' in live ? live.data.units : []}
          onClose={(made) => {
            setAdding(false);
            if (made) setSecret(made);
            live.reload();
          }}
        />
      )}
      {granted && <ClientGrants client={granted} mine={mine} onClose={() => setGranted(null)} />}
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
                cell: (client) => (
                  <>
                    <Named title={client.title} id={client.id} />
                    {client.disabled && (
                      <StatusPill tone="danger" icon="circle-x">
                        {t('clientIsDisabled')}
                      </StatusPill>
                    )}
                  </>
                ),
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
                  (mine || client.api) && (
                    <Menu label={t('actsOf', { name: client.title })} actions={actsOn(client, mine)} onAction={(id) => choose(client, id)} />
                  ),
              },
            ]}
          />
        )}
      </ResourceView>
      <Confirm
        open={asked !== null}
        title={asked ? t(asking[asked.about].title, { name: asked.client.title }) : ''}
        text={t(asking[asked?.about ?? 'remove'].text)}
        act={t(asking[asked?.about ?? 'remove'].act)}
        busy={act.busy}
        onClose={() => setAsked(null)}
        onConfirm={() => void confirm()}
      />
    </Sheet>
  );
}

/** What the reader may do with a client; what it may do in the API is shown to everybody who sees clients. */
function actsOn(client: Client, mine: boolean): MenuAction[] {
  const grants: MenuAction[] = client.api ? [{ id: 'grants', label: t('grantsShow'), icon: 'shield' }] : [];
  if (!mine) return grants;
  return [
    ...grants,
    { id: 'rotate', label: t('rotateSecret'), icon: 'refresh-cw', disabled: client.auth === 'none' },
    client.disabled ? { id: 'enable', label: t('clientEnable'), icon: 'circle-check' } : { id: 'disable', label: t('clientDisable'), icon: 'circle-x' },
    { id: 'remove', label: t('clientRemove'), icon: 'trash-2', danger: true },
  ];
}

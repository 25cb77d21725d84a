import { ActError, Button, EmptyState, ResourceView, StatusPill, dataOf, useAct } from '@amanah/ui';
import { Menu } from '@amanah/ui/dialog';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { WebhookRow } from '../../shared/webhook-answers.ts';
import { api } from '../api.ts';
import { Confirm } from '../confirm.tsx';
import { useLive } from '../live.ts';
import { t } from '../messages.ts';
import { SecretOnce } from '../secret-once.tsx';
import { Sheet } from '../sheet.tsx';
import { Code, moment } from '../words.tsx';
import { Deliveries } from './deliveries.tsx';
import { WebhookForm } from './webhook-form.tsx';

/** Outside systems that hear events: subscribed, paused, given a new secret, sent what they missed. */
export function WebhooksPage() {
  const live = useLive((signal) => dataOf(api.GET('/api/operations/webhooks', { signal })), []);
  const act = useAct();
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<WebhookRow | null>(null);
  const [asked, setAsked] = useState<{ webhook: WebhookRow; about: 'rotate' | 'remove' } | null>(null);
  const [secret, setSecret] = useState<{ id: string; secret: string } | null>(null);
  const setActive = (webhook: WebhookRow, active: boolean) =>
    act.run(() => api.POST('/api/operations/webhooks/{id}/active', { params: { path: { id: webhook.id } }, body: { active } }), t('saved')).then(live.reload);
  const confirm = async () => {
    if (!asked) return;
    const params = { path: { id: asked.webhook.id } };
    if (asked.about === 'rotate') {
      const made = await act.run(() => dataOf(api.POST('/api/operations/webhooks/{id}/secret', { params })));
      if (made) setSecret(made);
    } else await act.run(() => api.DELETE('/api/operations/webhooks/{id}', { params }), t('webhookRemoved'));
    setAsked(null);
    live.reload();
  };
  const choose = (webhook: WebhookRow, id: string) => {
    if (id === 'log') setOpened(webhook);
    else if (id === 'pause') void setActive(webhook, !webhook.active);
    else setAsked({ webhook, about: id as 'rotate' | 'remove' });
  };
  return (
    <Sheet
      at={live.at}
      actions={
        !adding && (
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            {t('webhookAdd')}
          </Button>
        )
      }
    >
      <ActError act={act} />
      {secret && <SecretOnce secret={secret} onClose={() => setSecret(null)} />}
      {adding && 'data' in live && (
        <WebhookForm
          types={live.data.types}
          units={live.data.units}
          onClose={(made) => {
            setAdding(false);
            if (made) setSecret(made);
            live.reload();
          }}
        />
      )}
      <ResourceView resource={live}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <EmptyState icon="send" title={t('webhooksEmpty')}>
              {t('webhooksEmptyText')}
            </EmptyState>
          ) : (
            <Table
              label={t('webhooksTitle')}
              rows={webhooks}
              rowKey={(webhook) => webhook.id}
              columns={[
                { id: 'url', label: t('webhookUrl'), rowHeader: true, cell: (webhook) => <Code>{webhook.url}</Code> },
                { id: 'types', label: t('webhookTypes'), cell: (webhook) => webhook.types.map((type) => <Code key={type}>{type}</Code>) },
                { id: 'owner', label: t('columnOwner'), cell: (webhook) => webhook.ownerName },
                { id: 'state', label: t('columnState'), cell: (webhook) => <WebhookState webhook={webhook} /> },
                {
                  id: 'last',
                  label: t('webhookLast'),
                  cell: (webhook) => <span className="am-caption">{webhook.lastDelivery ? moment(webhook.lastDelivery.at) : '—'}</span>,
                },
                {
                  id: 'acts',
                  label: t('columnActs'),
                  cell: (webhook) => (
                    <Menu
                      label={t('actsOf', { name: webhook.url })}
                      actions={[
                        { id: 'log', label: t('deliveries'), icon: 'list' },
                        { id: 'pause', label: t(webhook.active ? 'webhookPause' : 'webhookResume'), icon: webhook.active ? 'ban' : 'play' },
                        { id: 'rotate', label: t('rotateSecret'), icon: 'refresh-cw' },
                        { id: 'remove', label: t('webhookRemove'), icon: 'trash-2', danger: true },
                      ]}
                      onAction={(id) => choose(webhook, id)}
                    />
                  ),
                },
              ]}
            />
          )
        }
      </ResourceView>
      {opened && <Deliveries webhook={opened} onClose={() => setOpened(null)} />}
      <Confirm
        open={asked !== null}
        title={t(asked?.about === 'rotate' ? 'webhookRotateTitle' : 'webhookRemoveTitle')}
        text={t(asked?.about === 'rotate' ? 'webhookRotateText' : 'webhookRemoveText')}
        act={asked?.about === 'rotate' ? t('rotateSecret') : t('webhookRemove')}
        busy={act.busy}
        onClose={() => setAsked(null)}
        onConfirm={() => void confirm()}
      />
    </Sheet>
  );
}

function WebhookState({ webhook: { active, failing, rotatingUntil } }: { readonly webhook: WebhookRow }) {
  if (!active)
    return (
      <StatusPill tone="neutral" icon="ban">
        {t('webhookPaused')}
      </StatusPill>
    );
  if (failing > 0)
    return (
      <StatusPill tone="danger" icon="circle-x">
        {t('webhookFailing', { count: failing })}
      </StatusPill>
    );
  return (
    <StatusPill tone="success" icon="circle-check">
      {rotatingUntil ? t('webhookRotating', { time: moment(rotatingUntil) }) : t('webhookWell')}
    </StatusPill>
  );
}

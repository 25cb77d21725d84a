import { ActError, Button, EmptyState, ResourceView, StatusPill, dataOf, useAct } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { Table } from '@amanah/ui/table';
import type { DeliveriesAnswer, WebhookRow } from '../../shared/webhook-answers.ts';
import { api } from '../api.ts';
import { useLive } from '../live.ts';
import { t } from '../messages.ts';
import { Code, moment } from '../words.tsx';

type Delivery = DeliveriesAnswer['deliveries'][number];

const LOOKS = {
  delivered: { tone: 'success', icon: 'circle-check' },
  waiting: { tone: 'warn', icon: 'clock' },
  'given-up': { tone: 'danger', icon: 'circle-x' },
} as const;

/** The log of one subscription: what was sent, what waits, what was given up; each can be sent again. */
export function Deliveries({ webhook, onClose }: { readonly webhook: WebhookRow; readonly onClose: () => void }) {
  const params = { path: { id: webhook.id } };
  const live = useLive((signal) => dataOf(api.GET('/api/operations/webhooks/{id}/deliveries', { params, signal })), [webhook.id]);
  const act = useAct();
  const again = (delivery: Delivery) =>
    act
      .run(() => dataOf(api.POST('/api/operations/webhooks/{id}/replay', { params, body: { delivery: delivery.id } })), t('deliveryAgainDone'))
      .then(live.reload);
  return (
    <Dialog
      open
      title={t('deliveries')}
      onClose={onClose}
      actions={
        <Button tone="second" onClick={onClose}>
          {t('close')}
        </Button>
      }
    >
      <ActError act={act} />
      <ResourceView resource={live}>
        {({ deliveries }) =>
          deliveries.length === 0 ? (
            <EmptyState icon="inbox" title={t('deliveriesEmpty')} />
          ) : (
            <Table
              label={t('deliveries')}
              rows={deliveries}
              rowKey={(delivery) => delivery.id}
              columns={[
                { id: 'type', label: t('deliveryType'), rowHeader: true, cell: (delivery) => <Code>{delivery.type}</Code> },
                { id: 'at', label: t('columnWhen'), cell: (delivery) => <span className="am-caption">{moment(delivery.createdAt)}</span> },
                {
                  id: 'state',
                  label: t('columnState'),
                  cell: (delivery) => (
                    <StatusPill tone={LOOKS[delivery.state].tone} icon={LOOKS[delivery.state].icon}>
                      {t(`delivery_${delivery.state}`)}
                    </StatusPill>
                  ),
                },
                { id: 'attempts', label: t('columnAttempts'), numeric: true, cell: (delivery) => delivery.attempts },
                { id: 'error', label: t('columnError'), cell: (delivery) => (delivery.lastError ? <Code>{delivery.lastError}</Code> : '—') },
                {
                  id: 'acts',
                  label: t('columnActs'),
                  cell: (delivery) =>
                    delivery.state !== 'waiting' && (
                      <Button tone="quiet" size="small" busy={act.busy} onClick={() => void again(delivery)}>
                        {t('deliveryAgain')}
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </ResourceView>
    </Dialog>
  );
}

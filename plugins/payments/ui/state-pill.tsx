import { StatusPill, type IconName, type Tone } from '@amanah/ui';
import type { InvoiceLine, RefundLine } from '../shared/payment-answers.ts';
import { t } from './messages.ts';

type Look = readonly [Tone | 'neutral', IconName];
const invoiceLooks: Readonly<Record<InvoiceLine['state'], Look>> = {
  issuing: ['info', 'clock'],
  unpaid: ['warn', 'wallet'],
  'partly-paid': ['warn', 'wallet'],
  paid: ['success', 'circle-check'],
  cancelled: ['neutral', 'ban'],
  expired: ['danger', 'clock'],
  refunded: ['neutral', 'undo-2'],
};
const refundLooks: Readonly<Record<RefundLine['state'], Look>> = {
  open: ['warn', 'inbox'],
  proposed: ['info', 'clock'],
  approved: ['info', 'send'],
  refunded: ['success', 'circle-check'],
  refused: ['neutral', 'ban'],
};

export function InvoiceState({ state }: { readonly state: InvoiceLine['state'] }) {
  const [tone, icon] = invoiceLooks[state];
  return (
    <StatusPill tone={tone} icon={icon}>
      {t(`state-${state}`)}
    </StatusPill>
  );
}

export function RefundState({ state }: { readonly state: RefundLine['state'] }) {
  const [tone, icon] = refundLooks[state];
  return (
    <StatusPill tone={tone} icon={icon}>
      {t(`refund-${state}`)}
    </StatusPill>
  );
}

import { LinkButton, Money, dataOf, formatDualDate, useResource } from '@amanah/ui';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { CopyButton } from './copy-button.tsx';
import type { Due } from './own-facts.ts';
import './pay-panel.css';

const HALALAS_IN_RIYAL = 100;
const halalas = (amount: string) => Math.round(Number(amount) * HALALAS_IN_RIYAL);

/** What is to be paid now: how much, by which number at the bank, by when, and the way to the invoice. */
export function PayPanel({ due: { invoice, bill, until } }: { readonly due: Due }) {
  const resource = useResource((signal) => dataOf(api.GET('/api/payments/invoices/{id}', { params: { path: { id: invoice } }, signal })), [invoice]);
  // Without the amount the way to the invoice is as good.
  const known = resource.status === 'ready' ? resource.data : null;
  const number = known?.bill ?? bill;
  return (
    <section className="rq-act am-lattice am-lattice--brand am-lattice--fade am-on-brand" aria-labelledby="rq-pay">
      <div>
        <h2 id="rq-pay">{t('payTitle')}</h2>
        {until && <p className="rq-act__muted">{t('payText', { date: formatDualDate(until) })}</p>}
      </div>
      {known && (
        <div className="rq-pay__amount">
          <p className="rq-act__muted">{t('payAmount')}</p>
          <p className="rq-pay__figure">
            <Money halalas={halalas(known.rest)} />
          </p>
        </div>
      )}
      <LinkButton tone="on-brand" size="large" icon="wallet" href={`/payments/${invoice}`}>
        {t('payOpen')}
      </LinkButton>
      {number && (
        <div className="rq-pay__bill">
          <p>
            <span className="rq-act__muted">{t('payBill')}</span>{' '}
            <bdi dir="ltr" className="am-id">
              {number}
            </bdi>
          </p>
          <CopyButton text={number}>{t('copyNumber')}</CopyButton>
        </div>
      )}
    </section>
  );
}

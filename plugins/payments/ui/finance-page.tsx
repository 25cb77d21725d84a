import { EmptyState, Identifier, ResourceView, currentLanguage, dataOf, formatMoment, may, useResource } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import type { LedgerAnswer } from '../shared/payment-answers.ts';
import { api } from './api.ts';
import { DayOfLedger } from './day-of-ledger.tsx';
import { t } from './messages.ts';
import { Amount } from './money.tsx';
import { RefundTable } from './refund-table.tsx';

/** What waits for finance, and the day beside SADAD's. */
export function FinancePage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/payments/ledger', { signal })), []);
  return (
    <div className="pay-page pay-page--wide">
      <DayOfLedger />
      <ResourceView resource={resource} rows={6}>
        {(ledger) => <Ledger ledger={ledger} reload={resource.reload} />}
      </ResourceView>
    </div>
  );
}

function Ledger({ ledger: { refunds, unmatched, waiting, collectedAt }, reload }: { readonly ledger: LedgerAnswer; readonly reload: () => void }) {
  const language = currentLanguage();
  return (
    <>
      <p className="am-caption">{collectedAt ? t('collectedAt', { time: formatMoment(collectedAt) }) : t('neverCollected')}</p>
      <section className="pay-stack" aria-labelledby="pay-refund-cases">
        <h2 id="pay-refund-cases">{t('financeRefunds')}</h2>
        <RefundTable refunds={refunds} reload={reload} mayPropose={may('payments:refund.propose')} mayApprove={may('payments:refund.approve')} />
      </section>
      <section className="pay-stack" aria-labelledby="pay-unmatched">
        <h2 id="pay-unmatched">{t('financeUnmatched')}</h2>
        <Table
          label={t('financeUnmatched')}
          rows={unmatched}
          rowKey={(one) => one.number}
          empty={<EmptyState icon="circle-check" title={t('financeUnmatchedEmpty')} />}
          columns={[
            { id: 'number', label: t('paymentNumber'), rowHeader: true, cell: (one) => <Identifier value={one.number} /> },
            { id: 'bill', label: t('columnBill'), cell: (one) => <Identifier value={one.bill} /> },
            { id: 'amount', label: t('columnAmount'), numeric: true, cell: (one) => <Amount value={one.amount} /> },
            { id: 'at', label: t('at'), cell: (one) => formatMoment(one.paidAt) },
            { id: 'bank', label: t('bank'), cell: (one) => one.bank },
          ]}
        />
      </section>
      <section className="pay-stack" aria-labelledby="pay-waiting">
        <h2 id="pay-waiting">{t('financeWaiting')}</h2>
        <Table
          label={t('financeWaiting')}
          rows={waiting}
          rowKey={(one) => one.id}
          empty={<EmptyState icon="circle-check" title={t('financeWaitingEmpty')} />}
          columns={[
            { id: 'reference', label: t('columnInvoice'), rowHeader: true, cell: (one) => <Identifier value={one.reference} /> },
            { id: 'title', label: t('columnFee'), cell: (one) => one.title[language] },
            { id: 'amount', label: t('columnAmount'), numeric: true, cell: (one) => <Amount value={one.total} /> },
            { id: 'at', label: t('at'), cell: (one) => formatMoment(one.createdAt) },
          ]}
        />
      </section>
    </>
  );
}

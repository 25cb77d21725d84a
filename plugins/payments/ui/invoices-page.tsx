import { EmptyState, Identifier, LinkButton, ResourceView, Rows, currentLanguage, dataOf, formatDualDate, useResource } from '@amanah/ui';
import type { InvoiceLine } from '../shared/payment-answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';
import { Amount, moneyText } from './money.tsx';
import { InvoiceState } from './state-pill.tsx';

const isOpen = ({ state }: InvoiceLine) => state === 'issuing' || state === 'unpaid' || state === 'partly-paid';

/** What the person owes now, first and large; everything else below as a list. */
export function InvoicesPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/payments/invoices', { signal })).then(({ invoices }) => invoices), []);
  const empty = (
    <EmptyState icon="receipt" title={t('emptyTitle')}>
      {t('emptyText')}
    </EmptyState>
  );
  return (
    <div className="pay-page">
      <ResourceView resource={resource} empty={empty}>
        {(invoices) => {
          const [open, before] = [invoices.filter(isOpen), invoices.filter((one) => !isOpen(one))];
          return (
            <>
              {open.length > 0 && (
                <section className="pay-stack" aria-labelledby="pay-open">
                  <h2 id="pay-open">{t('toPay')}</h2>
                  <ul className="pay-cards">
                    {open.map((invoice) => (
                      <OpenInvoice key={invoice.id} invoice={invoice} />
                    ))}
                  </ul>
                </section>
              )}
              {before.length > 0 && (
                <section className="pay-stack" aria-labelledby="pay-before">
                  <h2 id="pay-before">{t('before')}</h2>
                  <Rows rows={before.map(rowOf)} label={t('before')} />
                </section>
              )}
            </>
          );
        }}
      </ResourceView>
    </div>
  );
}

function OpenInvoice({ invoice }: { readonly invoice: InvoiceLine }) {
  return (
    <li className="am-card pay-card">
      <div className="pay-card__head">
        <h3>{invoice.title[currentLanguage()]}</h3>
        <InvoiceState state={invoice.state} />
      </div>
      <p className="pay-card__amount">
        <Amount value={invoice.rest} />
      </p>
      <p className="am-caption">
        {t('dueOn', { date: formatDualDate(invoice.dueOn) })}
        {invoice.request && (
          <>
            {' · '}
            <span className="pay-request">
              {t('request')} <Identifier value={invoice.request} />
            </span>
          </>
        )}
      </p>
      {invoice.bill && (
        <p className="pay-card__bill">
          <span className="am-caption">{t('billNumber')}</span> <Identifier value={invoice.bill} />
        </p>
      )}
      <LinkButton href={`/payments/${invoice.id}`} block>
        {t('open')}
      </LinkButton>
    </li>
  );
}

function rowOf(invoice: InvoiceLine) {
  const when = invoice.paidAt ? t('paidOn', { date: formatDualDate(invoice.paidAt) }) : t('dueOn', { date: formatDualDate(invoice.dueOn) });
  return {
    id: invoice.id,
    title: invoice.title[currentLanguage()],
    href: `/payments/${invoice.id}`,
    meta: [moneyText(invoice.total), when, <Identifier key="number" value={invoice.bill ?? invoice.reference} />],
    end: <InvoiceState state={invoice.state} />,
  };
}

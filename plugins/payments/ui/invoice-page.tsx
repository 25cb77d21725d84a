import { ActError, Button, Identifier, Link, Notice, ResourceView, currentLanguage, dataOf, formatDualDate, useAct, useResource } from '@amanah/ui';
import { useState } from 'react';
import type { InvoiceAnswer } from '../shared/payment-answers.ts';
import { api } from './api.ts';
import { HowToPay } from './how-to-pay.tsx';
import { FeeLines, Movements } from './invoice-parts.tsx';
import { t } from './messages.ts';
import { Amount, moneyText } from './money.tsx';
import { InvoiceState } from './state-pill.tsx';

/** One invoice: what to pay and how, what was paid, and how each amount was reckoned. */
export function InvoicePage() {
  const id = location.pathname.split('/').at(-1) ?? '';
  const resource = useResource((signal) => dataOf(api.GET('/api/payments/invoices/{id}', { params: { path: { id } }, signal })), [id]);
  return (
    <div className="pay-page">
      <ResourceView resource={resource} rows={5}>
        {(invoice) => <Invoice loaded={invoice} />}
      </ResourceView>
      <Link href="/payments">{t('back')}</Link>
    </div>
  );
}

function Invoice({ loaded }: { readonly loaded: InvoiceAnswer }) {
  const [invoice, setInvoice] = useState(loaded);
  const [asked, setAsked] = useState(false);
  const [checking, receipt] = [useAct(), useAct()];
  const params = { path: { id: invoice.id } };
  const open = invoice.state === 'unpaid' || invoice.state === 'partly-paid';
  const check = async () => {
    setAsked(false);
    const now = await checking.run(() => dataOf(api.POST('/api/payments/invoices/{id}/check', { params })));
    if (!now) return;
    setAsked(true);
    setInvoice(now);
  };
  const download = async () => {
    const made = await receipt.run(() => dataOf(api.POST('/api/payments/invoices/{id}/receipt', { params })));
    if (made) location.assign(made.path);
  };
  return (
    <>
      <header className="pay-head">
        <div className="pay-card__head">
          <h2>{invoice.title[currentLanguage()]}</h2>
          <InvoiceState state={invoice.state} />
        </div>
        <p className="am-caption">
          {t('reference')} <Identifier value={invoice.reference} />
          {invoice.request && (
            <>
              {' · '}
              <Link href={`/requests/${invoice.request}`} className="pay-request">
                {t('request')} <Identifier value={invoice.request} />
              </Link>
            </>
          )}
        </p>
      </header>
      <StateNotice invoice={invoice} />
      <div className="pay-live" role="status">
        {asked && open && (
          <Notice tone="info" title={invoice.paid === '0.00' ? t('notThere') : t('arrivedPart', { amount: moneyText(invoice.rest) })}>
            <p>{t('notThereText')}</p>
          </Notice>
        )}
      </div>
      <ActError act={checking} />
      <ActError act={receipt} />
      {open && invoice.bill && (
        <HowToPay
          bill={invoice.bill}
          rest={invoice.rest}
          dueOn={invoice.dueOn}
          trialPage={invoice.trialPage}
          busy={checking.busy}
          onCheck={() => void check()}
        />
      )}
      {invoice.state === 'issuing' && (
        <Button tone="second" icon="refresh-cw" busy={checking.busy} busyText={t('checking')} onClick={() => void check()}>
          {t('check')}
        </Button>
      )}
      {invoice.state === 'paid' && (
        <div className="am-actions">
          <Button icon="download" busy={receipt.busy} busyText={t('receiptMaking')} onClick={() => void download()}>
            {t('receipt')}
          </Button>
        </div>
      )}
      <FeeLines invoice={invoice} />
      <Movements invoice={invoice} />
    </>
  );
}

function StateNotice({ invoice }: { readonly invoice: InvoiceAnswer }) {
  switch (invoice.state) {
    case 'issuing':
      return (
        <Notice tone="info" title={t('issuingTitle')}>
          <p>{t('issuingText')}</p>
        </Notice>
      );
    case 'partly-paid':
      return (
        <Notice tone="warn" title={t('partlyTitle')}>
          <p>{t('partlyText', { amount: moneyText(invoice.rest) })}</p>
        </Notice>
      );
    case 'expired':
      return (
        <Notice tone="danger" title={t('expiredTitle')}>
          <p>{t('expiredText')}</p>
        </Notice>
      );
    case 'cancelled':
      return (
        <Notice tone="warn" title={t('cancelledTitle')}>
          <p>{t('cancelledText')}</p>
        </Notice>
      );
    case 'paid':
      return (
        <Notice tone="success" title={t('paidTitle')}>
          <p>
            <Amount value={invoice.total} />
            {invoice.paidAt && <> · {formatDualDate(invoice.paidAt)}</>}
          </p>
          <p>{t('paidText')}</p>
        </Notice>
      );
    case 'refunded':
      return <Notice tone="info" title={t('refundedTitle')} />;
    case 'unpaid':
      return null;
  }
}

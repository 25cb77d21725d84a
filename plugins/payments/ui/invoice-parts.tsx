import { Identifier, Rows, currentLanguage, formatDualDate } from '@amanah/ui';
import type { InvoiceAnswer } from '../shared/payment-answers.ts';
import { t } from './messages.ts';
import { Amount, moneyText } from './money.tsx';
import { RefundState } from './state-pill.tsx';

type Line = InvoiceAnswer['lines'][number];

/** Every line with its amount, how it was reckoned, and the tariff it comes from; the lines sum to the total. */
export function FeeLines({ invoice: { lines, total, paid, rest } }: { readonly invoice: InvoiceAnswer }) {
  return (
    <section className="pay-stack" aria-labelledby="pay-lines">
      <h3 id="pay-lines">{t('linesTitle')}</h3>
      <dl className="pay-lines">
        {lines.map((line) => (
          <FeeLine key={line.code} line={line} />
        ))}
        <div className="pay-lines__total">
          <dt>{t('total')}</dt>
          <dd>
            <Amount value={total} />
          </dd>
        </div>
        {paid !== '0.00' && rest !== '0.00' && (
          <>
            <div>
              <dt>{t('paidSoFar')}</dt>
              <dd>
                <Amount value={paid} />
              </dd>
            </div>
            <div className="pay-lines__total">
              <dt>{t('rest')}</dt>
              <dd>
                <Amount value={rest} />
              </dd>
            </div>
          </>
        )}
      </dl>
    </section>
  );
}

function FeeLine({ line: { title, reckoning, source, amount } }: { readonly line: Line }) {
  const language = currentLanguage();
  const from = source.split(' ')[1];
  return (
    <div>
      <dt>
        <span className="am-strong">{title[language]}</span>
        <span className="pay-lines__how">{reckoning[language]}</span>
        <span className="am-caption">{from === undefined ? source : t('sourceTariff', { date: formatDualDate(from) })}</span>
      </dt>
      <dd>
        <Amount value={amount} />
      </dd>
    </div>
  );
}

/** Payments that arrived, and money that is given back. */
export function Movements({ invoice: { payments, refunds } }: { readonly invoice: InvoiceAnswer }) {
  return (
    <>
      {payments.length > 0 && (
        <section className="pay-stack" aria-labelledby="pay-payments">
          <h3 id="pay-payments">{t('paymentsTitle')}</h3>
          <Rows
            label={t('paymentsTitle')}
            rows={payments.map(({ number, amount, counted, paidAt, bank }) => ({
              id: number,
              title: moneyText(amount),
              meta: [formatDualDate(paidAt), bank, <Identifier key="number" value={number} />],
              end: counted === amount ? undefined : <span className="am-caption">{t('notCounted', { amount: moneyText(lessOf(amount, counted)) })}</span>,
            }))}
          />
        </section>
      )}
      {refunds.length > 0 && (
        <section className="pay-stack" aria-labelledby="pay-refunds">
          <h3 id="pay-refunds">{t('refundsTitle')}</h3>
          <Rows
            label={t('refundsTitle')}
            rows={refunds.map(({ amount, why, state, refundedAt }, at) => ({
              id: String(at),
              title: moneyText(amount),
              meta: [t(`why-${why}`), ...(refundedAt ? [formatDualDate(refundedAt)] : [])],
              end: <RefundState state={state} />,
            }))}
          />
        </section>
      )}
    </>
  );
}

/** Two amounts in whole halalas, one less the other, as an amount again. */
function lessOf(amount: string, taken: string): string {
  const halalas = Number(amount.replace('.', '')) - Number(taken.replace('.', ''));
  return `${Math.trunc(halalas / 100)}.${String(halalas % 100).padStart(2, '0')}`;
}

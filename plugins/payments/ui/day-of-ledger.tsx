import { Button, Notice, ResourceView, dataOf, formatDualDate, useResource } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { DayAnswer } from '../shared/payment-answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';
import { Amount } from './money.tsx';

const dayMs = 86_400_000;
/** The country is three hours ahead. */
const aheadMs = 3 * 3_600_000;
const today = (): string => new Date(Date.now() + aheadMs).toISOString().slice(0, 10);
const moved = (day: string, days: number): string => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** A day's totals as we have them beside SADAD's; any difference is said in words. */
export function DayOfLedger() {
  const [day, setDay] = useState(today);
  const resource = useResource((signal) => dataOf(api.GET('/api/payments/ledger/{day}', { params: { path: { day } }, signal })), [day]);
  return (
    <section className="am-card pay-stack" aria-labelledby="pay-day">
      <div className="pay-card__head">
        <h2 id="pay-day">{t('financeDay')}</h2>
        <div className="am-actions">
          <Button tone="second" size="small" onClick={() => setDay(moved(day, -1))}>
            {t('previousDay')}
          </Button>
          <Button tone="second" size="small" disabled={day >= today()} onClick={() => setDay(moved(day, 1))}>
            {t('nextDay')}
          </Button>
        </div>
      </div>
      <p className="am-caption" aria-live="polite">
        {formatDualDate(day)}
      </p>
      <ResourceView resource={resource} rows={2}>
        {(answer) => <Comparison answer={answer} />}
      </ResourceView>
    </section>
  );
}

function Comparison({ answer: { ours, sadad, agrees } }: { readonly answer: DayAnswer }) {
  const rows = [
    { id: 'ours', name: t('ours'), ...ours },
    { id: 'sadad', name: t('sadads'), ...sadad },
  ];
  return (
    <>
      <Notice tone={agrees ? 'success' : 'danger'} title={t(agrees ? 'agrees' : 'differs')}>
        {!agrees && <p>{t('differsText')}</p>}
      </Notice>
      <Table
        label={t('financeDay')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { id: 'name', label: t('day'), rowHeader: true, cell: (row) => row.name },
          { id: 'payments', label: t('paymentsCount'), numeric: true, cell: (row) => row.payments },
          { id: 'paid', label: t('paymentsSum'), numeric: true, cell: (row) => <Amount value={row.paid} /> },
          { id: 'refunds', label: t('refundsCount'), numeric: true, cell: (row) => row.refunds },
          { id: 'refunded', label: t('refundsSum'), numeric: true, cell: (row) => <Amount value={row.refunded} /> },
        ]}
      />
    </>
  );
}

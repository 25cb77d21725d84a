import { Button, EmptyState, Identifier, currentLanguage, useAct } from '@amanah/ui';
import { ActDialog, useReason } from '@amanah/ui/dialog';
import { TextField } from '@amanah/ui/fields';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { RefundLine } from '../shared/payment-answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';
import { Amount, moneyText } from './money.tsx';
import { RefundState } from './state-pill.tsx';

type Deed = 'propose' | 'approve' | 'refuse';
const done = { propose: 'proposed', approve: 'approved', refuse: 'refused' } as const;
const shortestNote = 3;

interface RefundTableProps {
  readonly refunds: readonly RefundLine[];
  readonly mayPropose: boolean;
  readonly mayApprove: boolean;
  readonly reload: () => void;
}

/** Refund cases: one official proposes, another decides, each with a note. */
export function RefundTable({ refunds, mayPropose, mayApprove, reload }: RefundTableProps) {
  const [asked, setAsked] = useState<{ readonly refund: RefundLine; readonly deed: Deed } | null>(null);
  const language = currentLanguage();
  const ask = (refund: RefundLine, deed: Deed) => () => setAsked({ refund, deed });
  const acts = (refund: RefundLine) => {
    if (mayPropose && (refund.state === 'open' || refund.state === 'refused'))
      return (
        <Button size="small" tone="second" onClick={ask(refund, 'propose')}>
          {t('propose')}
        </Button>
      );
    if (mayApprove && refund.mayDecide)
      return (
        <div className="am-actions">
          <Button size="small" onClick={ask(refund, 'approve')}>
            {t('approve')}
          </Button>
          <Button size="small" tone="danger-second" onClick={ask(refund, 'refuse')}>
            {t('refuse')}
          </Button>
        </div>
      );
    return refund.state === 'proposed' ? <span className="am-caption">{t('ownProposal')}</span> : null;
  };
  return (
    <>
      <Table
        label={t('financeRefunds')}
        rows={refunds}
        rowKey={(one) => one.id}
        empty={<EmptyState icon="circle-check" title={t('financeRefundsEmpty')} />}
        columns={[
          { id: 'invoice', label: t('columnInvoice'), rowHeader: true, cell: (one) => <Identifier value={one.reference} /> },
          { id: 'payer', label: t('columnPayer'), cell: (one) => one.payer[language] },
          { id: 'amount', label: t('columnAmount'), numeric: true, cell: (one) => <Amount value={one.amount} /> },
          { id: 'why', label: t('columnWhy'), cell: (one) => <Why refund={one} /> },
          { id: 'state', label: t('columnState'), cell: (one) => <RefundState state={one.state} /> },
          { id: 'acts', label: t('columnActs'), cell: acts },
        ]}
      />
      {asked && (
        <DeedDialog
          {...asked}
          onClose={(changed) => {
            setAsked(null);
            if (changed) reload();
          }}
        />
      )}
    </>
  );
}

function Why({ refund: { why, proposedBy, note, decisionNote } }: { readonly refund: RefundLine }) {
  return (
    <div className="pay-why">
      {t(`why-${why}`)}
      {proposedBy && <p className="am-caption">{t('proposedBy', { name: proposedBy[currentLanguage()], note: note ?? '' })}</p>}
      {decisionNote && <p className="am-caption">{t('decided', { note: decisionNote })}</p>}
    </div>
  );
}

interface DeedDialogProps {
  readonly refund: RefundLine;
  readonly deed: Deed;
  readonly onClose: (changed: boolean) => void;
}

function DeedDialog({ refund, deed, onClose }: DeedDialogProps) {
  const act = useAct();
  const note = useReason(shortestNote);
  const params = { path: { id: refund.id } };
  const go = async () => {
    if (!note.given()) return;
    const answer = await act.run(
      () =>
        deed === 'propose'
          ? api.POST('/api/payments/refunds/{id}/propose', { params, body: { note: note.value } })
          : api.POST('/api/payments/refunds/{id}/decide', { params, body: { note: note.value, approve: deed === 'approve' } }),
      t(done[deed]),
    );
    if (answer) onClose(true);
  };
  return (
    <ActDialog
      title={t(`${deed}Title`, { amount: moneyText(refund.amount) })}
      act={act}
      confirm={t(deed)}
      keep={t('keep')}
      danger={deed === 'refuse'}
      onConfirm={() => void go()}
      onClose={() => onClose(false)}
    >
      <TextField label={t('note')} hint={t('noteHint')} error={note.short ? t('noteNeeded') : undefined} value={note.value} onChange={note.onChange} />
    </ActDialog>
  );
}

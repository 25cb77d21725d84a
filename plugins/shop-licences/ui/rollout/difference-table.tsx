import { Button, EmptyState, Identifier, Segments, currentLanguage, formatMoment, useAct } from '@amanah/ui';
import { ActDialog, useReason } from '@amanah/ui/dialog';
import { TextField } from '@amanah/ui/fields';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { DifferenceAnswer } from '../../shared/rollout-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';

type How = 'took-legacy' | 'accepted' | 'asked-again';
const shortestWhy = 3;

/** What both registers say differently; each open one is settled with a reason. */
export function DifferenceTable({
  unit,
  differences,
  reload,
}: {
  readonly unit: string;
  readonly differences: readonly DifferenceAnswer[];
  readonly reload: () => void;
}) {
  const [asked, setAsked] = useState<DifferenceAnswer | null>(null);
  return (
    <>
      <Table
        label={t('rolloutDifferencesTitle')}
        rows={differences}
        rowKey={(one) => one.id}
        empty={<EmptyState icon="circle-check" title={t('rolloutDifferencesEmpty')} />}
        columns={[
          { id: 'number', label: t('rolloutColumnNumber'), rowHeader: true, cell: (one) => <Identifier value={one.number} /> },
          { id: 'what', label: t('rolloutColumnDifference'), cell: (one) => whatOf(one) },
          { id: 'legacy', label: t('rolloutSideLegacy'), cell: (one) => one.legacy ?? '—' },
          { id: 'own', label: t('rolloutSideOwn'), cell: (one) => one.own ?? '—' },
          { id: 'at', label: t('rolloutColumnAt'), cell: (one) => formatMoment(one.at) },
          {
            id: 'state',
            label: t('rolloutColumnState'),
            cell: (one) =>
              one.settled ? (
                <Settled settled={one.settled} />
              ) : (
                <Button size="small" tone="second" onClick={() => setAsked(one)}>
                  {t('rolloutSettle')}
                </Button>
              ),
          },
        ]}
      />
      {asked && (
        <SettleDialog
          unit={unit}
          difference={asked}
          onClose={(done) => {
            setAsked(null);
            if (done) reload();
          }}
        />
      )}
    </>
  );
}

function whatOf({ kind, field }: DifferenceAnswer): string {
  const name = field === '' ? '' : t(`rolloutField-${field as 'shop'}`);
  return t(`rolloutDifference-${kind}`, { field: name });
}

function Settled({ settled: { how, by, at, why } }: { readonly settled: NonNullable<DifferenceAnswer['settled']> }) {
  return (
    <>
      {t(`rolloutSettle-${how as How}`)}
      <p className="am-caption">{[by?.[currentLanguage()], formatMoment(at), why].filter(Boolean).join(' · ')}</p>
    </>
  );
}

function SettleDialog({
  unit,
  difference,
  onClose,
}: {
  readonly unit: string;
  readonly difference: DifferenceAnswer;
  readonly onClose: (done: boolean) => void;
}) {
  const act = useAct();
  const ways: readonly How[] = difference.kind === 'field' || difference.kind === 'calendar' ? ['took-legacy', 'accepted'] : ['asked-again', 'accepted'];
  const [how, setHow] = useState<How>(ways[0] ?? 'accepted');
  const why = useReason(shortestWhy);
  const go = async () => {
    if (!why.given()) return;
    const params = { path: { id: difference.id } };
    if (
      await act.run(() => api.POST('/api/shop-licences/rollout/differences/{id}/settlement', { params, body: { unit, how, why: why.value } }), t('rolloutDone'))
    )
      onClose(true);
  };
  return (
    <ActDialog
      title={t('rolloutSettleTitle')}
      act={act}
      confirm={t('rolloutSettle')}
      keep={t('rolloutCancelDialog')}
      onConfirm={() => void go()}
      onClose={() => onClose(false)}
    >
      <Segments label={t('rolloutSettleTitle')} segments={ways.map((id) => ({ id, label: t(`rolloutSettle-${id}`) }))} value={how} onChange={setHow} />
      <TextField
        label={t('rolloutWhy')}
        hint={t('rolloutWhyHint')}
        error={why.short ? t('rolloutWhyNeeded') : undefined}
        value={why.value}
        onChange={why.onChange}
      />
    </ActDialog>
  );
}

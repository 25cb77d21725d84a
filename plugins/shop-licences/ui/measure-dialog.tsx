import { dataOf, useAct } from '@amanah/ui';
import { ActDialog, useReason } from '@amanah/ui/dialog';
import { TextArea } from '@amanah/ui/fields';
import { useState } from 'react';
import type { StaffLicenceAnswer } from '../shared/register-answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

const LEAST_LETTERS = 10;
const MOST_LETTERS = 1_000;

interface MeasureDialogProps {
  readonly number: string;
  readonly measure: StaffLicenceAnswer['may'][number];
  readonly onClose: (done: boolean) => void;
}

/** Asks for the reason of a measure, which the holder is told. Pressed twice it is one measure. */
export function MeasureDialog({ number, measure, onClose }: MeasureDialogProps) {
  const act = useAct();
  const [key] = useState(() => crypto.randomUUID());
  const why = useReason(LEAST_LETTERS);
  const take = async () => {
    if (!why.given()) return;
    const params = { path: { number } };
    const body = { why: why.value.trim(), key };
    const calls = {
      suspend: () => dataOf(api.POST('/api/shop-licences/register/{number}/suspend', { params, body })),
      lift: () => dataOf(api.POST('/api/shop-licences/register/{number}/lift', { params, body })),
      cancel: () => dataOf(api.POST('/api/shop-licences/register/{number}/cancel', { params, body })),
    };
    if (await act.run(calls[measure], t(`measure-${measure}Done`))) onClose(true);
  };
  return (
    <ActDialog
      title={t(`measure-${measure}`)}
      act={act}
      confirm={t(`measure-${measure}`)}
      keep={t('keepAsIs')}
      danger={measure !== 'lift'}
      destructive={measure !== 'lift'}
      onConfirm={() => void take()}
      onClose={() => onClose(false)}
    >
      <p>{t(`measure-${measure}Text`)}</p>
      <TextArea
        label={t('measureReason')}
        value={why.value}
        onChange={why.onChange}
        maxLength={MOST_LETTERS}
        error={why.short ? t('measureReasonShort') : undefined}
      />
    </ActDialog>
  );
}

import { ActError, Button, dataOf, useAct } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
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
  const [why, setWhy] = useState('');
  const [short, setShort] = useState(false);
  const take = async () => {
    setShort(why.trim().length < LEAST_LETTERS);
    if (why.trim().length < LEAST_LETTERS) return;
    const params = { path: { number } };
    const body = { why: why.trim(), key };
    const calls = {
      suspend: () => dataOf(api.POST('/api/shop-licences/register/{number}/suspend', { params, body })),
      lift: () => dataOf(api.POST('/api/shop-licences/register/{number}/lift', { params, body })),
      cancel: () => dataOf(api.POST('/api/shop-licences/register/{number}/cancel', { params, body })),
    };
    if (await act.run(calls[measure], t(`measure-${measure}Done`))) onClose(true);
  };
  return (
    <Dialog
      open
      destructive={measure !== 'lift'}
      title={t(`measure-${measure}`)}
      onClose={() => onClose(false)}
      actions={
        <>
          <Button tone="second" onClick={() => onClose(false)}>
            {t('keepAsIs')}
          </Button>
          <Button tone={measure === 'lift' ? 'main' : 'danger'} busy={act.busy} onClick={() => void take()}>
            {t(`measure-${measure}`)}
          </Button>
        </>
      }
    >
      <div className="sl-stack">
        <ActError act={act} />
        <p>{t(`measure-${measure}Text`)}</p>
        <TextArea label={t('measureReason')} value={why} onChange={setWhy} maxLength={MOST_LETTERS} error={short ? t('measureReasonShort') : undefined} />
      </div>
    </Dialog>
  );
}

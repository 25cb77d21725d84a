import { Button, ActError, useAct, dataOf } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { RadioGroup, TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import { api } from './api.ts';
import { t } from './messages.ts';

const hours = ['1', '4', '12', '24'] as const;

/** Plans maintenance: how long, and what visitors read meanwhile, in both languages. */
export function MaintenanceDialog({ open, id, onClose }: { readonly open: boolean; readonly id: string; readonly onClose: (changed: boolean) => void }) {
  const act = useAct();
  const [length, setLength] = useState<string>('1');
  const [ar, setAr] = useState('');
  const [en, setEn] = useState('');
  const start = async () => {
    const until = new Date(Date.now() + Number(length) * 3_600_000).toISOString();
    const note = ar.trim() && en.trim() ? { ar, en } : null;
    const done = await act.run(
      () => dataOf(api.POST('/api/operations/systems/{id}/maintenance', { params: { path: { id } }, body: { until, note } })),
      t('maintenanceStarted'),
    );
    if (done) onClose(true);
  };
  return (
    <Dialog
      open={open}
      title={t('maintenanceTitle')}
      onClose={() => onClose(false)}
      actions={
        <>
          <Button busy={act.busy} onClick={() => void start()}>
            {t('maintenanceStart')}
          </Button>
          <Button tone="quiet" onClick={() => onClose(false)}>
            {t('cancel')}
          </Button>
        </>
      }
    >
      <div className="am-stack">
        <ActError act={act} />
        <RadioGroup
          inline
          label={t('maintenanceLength')}
          value={length}
          onChange={setLength}
          choices={hours.map((count) => ({ id: count, label: t('hours', { count: Number(count) }) }))}
        />
        <TextField label={t('noteAr')} optional value={ar} onChange={setAr} maxLength={300} />
        <TextField label={t('noteEn')} optional value={en} onChange={setEn} maxLength={300} />
      </div>
    </Dialog>
  );
}

import { Button, ActError, useAct, dataOf } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { DateField } from '@amanah/ui/date';
import { RadioGroup, TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import { api } from './api.ts';
import { t } from './messages.ts';

const hours = ['1', '4', '12', '24'] as const;

/** Moments are given on the Amanah's clock, which knows no summer time. */
const offset = '+03:00';

/** ISO moment of a day and a time such as 22:30; `null` while one of them is not there. */
function momentOf(day: string | null, time: string): string | null {
  const moment = new Date(`${day ?? ''}T${time.trim().padStart(5, '0')}:00${offset}`);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** Plans maintenance: from now or announced ahead, how long, and what visitors read meanwhile, in both languages. */
export function MaintenanceDialog({ open, id, onClose }: { readonly open: boolean; readonly id: string; readonly onClose: (changed: boolean) => void }) {
  const act = useAct();
  const [length, setLength] = useState<string>('1');
  const [begins, setBegins] = useState<string>('now');
  const [day, setDay] = useState<string | null>(null);
  const [time, setTime] = useState('22:00');
  const [dayMissing, setDayMissing] = useState(false);
  const [ar, setAr] = useState('');
  const [en, setEn] = useState('');
  const start = async () => {
    const from = begins === 'later' ? momentOf(day, time) : null;
    if (begins === 'later' && !from) return setDayMissing(day === null);
    const until = new Date((from ? Date.parse(from) : Date.now()) + Number(length) * 3_600_000).toISOString();
    const note = ar.trim() && en.trim() ? { ar, en } : null;
    const done = await act.run(
      () => dataOf(api.POST('/api/operations/systems/{id}/maintenance', { params: { path: { id } }, body: { until, note, ...(from ? { from } : {}) } })),
      t(from ? 'maintenanceAnnounced' : 'maintenanceStarted'),
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
            {t(begins === 'later' ? 'maintenanceAnnounce' : 'maintenanceStart')}
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
          label={t('maintenanceBegins')}
          value={begins}
          onChange={setBegins}
          choices={(['now', 'later'] as const).map((one) => ({ id: one, label: t(`maintenanceBegins_${one}`) }))}
        />
        {begins === 'later' && (
          <div className="op-pair">
            <DateField label={t('maintenanceDay')} value={day} onChange={setDay} error={dayMissing && day === null ? t('maintenanceDayMissing') : undefined} />
            <TextField
              label={t('maintenanceTime')}
              value={time}
              onChange={setTime}
              error={momentOf('2026-01-01', time) ? undefined : t('maintenanceTimeWrong')}
            />
          </div>
        )}
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

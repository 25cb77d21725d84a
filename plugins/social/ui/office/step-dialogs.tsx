import { Button } from '@amanah/ui';
import { DateField } from '@amanah/ui/date';
import { Dialog } from '@amanah/ui/dialog';
import { TextArea, TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import { t } from '../messages.ts';

interface StepDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

const shortest = 5;
const hourForm = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** A day and an hour in Riyadh at which the item comes out. */
export function LaterDialog({ open, onClose, onMoment }: StepDialogProps & { readonly onMoment: (moment: string) => Promise<boolean> }) {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(new Date());
  const [day, setDay] = useState<string | null>(today);
  const [hour, setHour] = useState('');
  const [error, setError] = useState<string>();
  const set = async () => {
    if (!hourForm.test(hour)) return setError(t('newsHourWrong'));
    // Riyadh has kept to three hours ahead since it keeps a clock.
    const moment = new Date(`${day}T${hour.padStart(5, '0')}:00+03:00`);
    if (moment <= new Date()) return setError(t('newsMomentPast'));
    if (await onMoment(moment.toISOString())) onClose();
  };
  return (
    <Dialog
      open={open}
      title={t('newsApproveLater')}
      onClose={onClose}
      actions={
        <>
          <Button tone="second" onClick={onClose}>
            {t('newsCancel')}
          </Button>
          <Button disabled={day === null} onClick={() => void set()}>
            {t('newsApproveLater')}
          </Button>
        </>
      }
    >
      <div className="am-stack">
        <DateField label={t('newsDay')} value={day} onChange={setDay} min={today} />
        <TextField label={t('newsHour')} hint={t('newsHourHint')} value={hour} onChange={setHour} maxLength={5} error={error} />
      </div>
    </Dialog>
  );
}

export function GiveBackDialog({ open, onClose, onWords }: StepDialogProps & { readonly onWords: (words: string) => Promise<boolean> }) {
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const short = words.trim().length < shortest;
  return (
    <Dialog
      open={open}
      title={t('newsGiveBack')}
      onClose={onClose}
      actions={
        <>
          <Button tone="second" onClick={onClose}>
            {t('newsCancel')}
          </Button>
          <Button onClick={() => (short ? setTried(true) : void onWords(words).then((done) => done && onClose()))}>{t('newsGiveBack')}</Button>
        </>
      }
    >
      <TextArea label={t('newsGiveBackWords')} value={words} onChange={setWords} maxLength={500} error={tried && short ? t('newsReasonShort') : undefined} />
    </Dialog>
  );
}

export function WithdrawDialog({ open, onClose, onReason }: StepDialogProps & { readonly onReason: (reason: { ar: string; en: string }) => Promise<boolean> }) {
  const [reason, setReason] = useState({ ar: '', en: '' });
  const [tried, setTried] = useState(false);
  const short = (language: 'ar' | 'en') => reason[language].trim().length < shortest;
  const error = (language: 'ar' | 'en') => (tried && short(language) ? t('newsReasonShort') : undefined);
  return (
    <Dialog
      open={open}
      destructive
      title={t('newsWithdrawTitle')}
      onClose={onClose}
      actions={
        <>
          <Button tone="second" onClick={onClose}>
            {t('newsCancel')}
          </Button>
          <Button tone="danger" onClick={() => (short('ar') || short('en') ? setTried(true) : void onReason(reason).then((done) => done && onClose()))}>
            {t('newsWithdraw')}
          </Button>
        </>
      }
    >
      <div className="am-stack">
        <p>{t('newsWithdrawText')}</p>
        <TextArea label={t('newsWithdrawAr')} value={reason.ar} onChange={(ar) => setReason({ ...reason, ar })} rows={3} maxLength={500} error={error('ar')} />
        <div lang="en" dir="ltr">
          <TextArea
            label={t('newsWithdrawEn')}
            value={reason.en}
            onChange={(en) => setReason({ ...reason, en })}
            rows={3}
            maxLength={500}
            error={error('en')}
          />
        </div>
      </div>
    </Dialog>
  );
}

import { ActError, Button, dataOf, useAct } from '@amanah/ui';
import { Checkbox, TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import type { OfficeProgramme } from '../../../shared/programme.ts';
import { api } from '../../api.ts';
import { clockOf, secondsOf } from '../clock.ts';
import { t } from '../messages.ts';

interface CutPartProps {
  readonly programme: OfficeProgramme;
  /** Something of the source is not shown now. */
  readonly cut: boolean;
  readonly reload: () => void;
}

/** Leaves out the beginning or the end; captions and chapters move along. */
export function CutPart({ programme: { id, seconds, origin }, cut, reload }: CutPartProps) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [exact, setExact] = useState(false);
  const [tried, setTried] = useState(false);
  const act = useAct();
  const at = { params: { path: { id } } };
  const wrong = (clock: string) => clock !== '' && secondsOf(clock) === null;
  const error = (clock: string) => (tried && wrong(clock) ? t('clockWrong') : undefined);
  const recorded = origin === 'live';
  const done = (answer: object | null) => {
    if (!answer) return;
    setFrom('');
    setTo('');
    setTried(false);
    reload();
  };
  const trim = async () => {
    setTried(true);
    if (wrong(from) || wrong(to) || (from === '' && to === '')) return;
    const body = { from: from === '' ? null : secondsOf(from), to: to === '' ? null : secondsOf(to) };
    if (recorded) return done(await act.run(() => dataOf(api.POST('/api/media/office/broadcasts/{id}/trim', { ...at, body })), t('cutDone')));
    done(
      await act.run(() => dataOf(api.POST('/api/media/office/programmes/{id}/cut', { ...at, body: { ...body, exact } })), t(exact ? 'cutEncoding' : 'cutDone')),
    );
  };
  const whole = async () => {
    const body = { from: null, to: null };
    if (recorded) return done(await act.run(() => dataOf(api.POST('/api/media/office/broadcasts/{id}/trim', { ...at, body })), t('cutUndone')));
    done(await act.run(() => dataOf(api.DELETE('/api/media/office/programmes/{id}/cut', at)), t('cutUndone')));
  };
  return (
    <div className="mo-encoder">
      <h3>{t('cut')}</h3>
      <div className="mo-pair">
        <TextField label={t('cutFrom')} optional value={from} placeholder="0:00" maxLength={8} error={error(from)} onChange={setFrom} />
        <TextField label={t('cutTo')} optional value={to} placeholder={seconds ? clockOf(seconds) : ''} maxLength={8} error={error(to)} onChange={setTo} />
      </div>
      {!recorded && (
        <Checkbox checked={exact} onChange={setExact}>
          {t('cutExact')}
        </Checkbox>
      )}
      <ActError act={act} />
      <div className="mo-row">
        <Button tone="second" busy={act.busy} onClick={() => void trim()}>
          {t('cutDo')}
        </Button>
        {cut && (
          <Button tone="quiet" icon="undo-2" busy={act.busy} onClick={() => void whole()}>
            {t('cutWhole')}
          </Button>
        )}
      </div>
    </div>
  );
}

import { Button, Notice } from '@amanah/ui';
import { useEffect, useSyncExternalStore } from 'react';
import { t } from '../messages.ts';
import { sizeOf } from '../size.ts';
import type { UploadRun } from './upload-run.ts';

/** How far a file is on its way, with the means to let it wait and to go on. */
export function UploadProgress({ run, onSent }: { readonly run: UploadRun; readonly onSent: () => void }) {
  const state = useSyncExternalStore(run.watch, run.state);
  const { at, name } = state;
  useEffect(() => {
    if (at === 'sent') onSent();
  }, [at]);
  useEffect(() => {
    if (at !== 'sending') return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [at]);
  if (state.at === 'sent') return <p role="status">{t('uploadSent')}</p>;
  if (state.at === 'failed')
    return (
      <>
        <Notice live tone="danger" title={state.words?.title ?? t('uploadBroke')}>
          <p>{state.words?.detail || (state.words ? '' : t('uploadBrokeText'))}</p>
        </Notice>
        <div>
          <Button tone="second" icon="refresh-cw" onClick={() => run.resume()}>
            {t('uploadResume')}
          </Button>
        </div>
      </>
    );
  const percent = state.bytes > 0 ? Math.floor((state.sent / state.bytes) * 100) : 0;
  return (
    <>
      <Meter label={t('uploadOf', { name })} percent={percent} />
      <p className="am-caption">
        <bdi>{name}</bdi> · {t('uploadSoFar', { sent: sizeOf(state.sent), bytes: sizeOf(state.bytes), percent })}
      </p>
      <div className="mo-row">
        {state.at === 'sending' ? (
          <Button tone="second" onClick={() => run.pause()}>
            {t('uploadPause')}
          </Button>
        ) : (
          <Button icon="play" onClick={() => run.resume()}>
            {t('uploadResume')}
          </Button>
        )}
      </div>
    </>
  );
}

export function Meter({ label, percent }: { readonly label: string; readonly percent: number }) {
  return (
    <div className="am-meter" role="progressbar" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      <i style={{ inlineSize: `${percent}%` }} />
    </div>
  );
}

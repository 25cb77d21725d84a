import { ActError, Button, Icon, Notice, StatusPill, currentLanguage, dataOf, useAct, useResource, type Tone } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { Switch } from '@amanah/ui/fields';
import { useEffect, useState } from 'react';
import type { BroadcastMonitor } from '../../../shared/broadcast.ts';
import type { OfficeProgramme } from '../../../shared/programme.ts';
import { api } from '../../api.ts';
import { t } from '../messages.ts';
import { EncoderShown, type EncoderAddress } from './encoder-shown.tsx';
import { MonitorFigures } from './monitor-figures.tsx';
import { StudioPart } from './studio-part.tsx';

const lookAgainMs = 2_000;
const signals: Readonly<Record<BroadcastMonitor['signal'], readonly [Tone | 'neutral', 'signalNone' | 'signalOn' | 'signalAway' | 'signalSlate']>> = {
  none: ['neutral', 'signalNone'],
  on: ['success', 'signalOn'],
  away: ['warn', 'signalAway'],
  slate: ['danger', 'signalSlate'],
};

interface BroadcastPartProps {
  readonly programme: OfficeProgramme;
  readonly reload: () => void;
}

/** The desk of a broadcast that is to come or runs: where the encoder sends, sending from this browser, and how it runs. */
export function BroadcastPart({ programme: { id, state, kind }, reload }: BroadcastPartProps) {
  const at = { params: { path: { id } } };
  const monitor = useResource((signal) => dataOf(api.GET('/api/media/office/broadcasts/{id}', { signal, ...at })), [id], { keep: true });
  const [encoder, setEncoder] = useState<EncoderAddress | null>(null);
  const [ending, setEnding] = useState(false);
  const act = useAct();
  useEffect(() => {
    const timer = setInterval(monitor.reload, lookAgainMs);
    return () => clearInterval(timer);
  }, [monitor.reload]);

  const renew = async () => {
    const made = await act.run(() => dataOf(api.POST('/api/media/office/broadcasts/{id}/key', at)));
    if (made) setEncoder(made);
  };
  const soundOnly = async (on: boolean) => {
    await act.run(async () => (await api.POST('/api/media/office/broadcasts/{id}/sound-only', { ...at, body: { on } })).response.ok);
    monitor.reload();
  };
  const end = async () => {
    const ended = await act.run(() => dataOf(api.POST('/api/media/office/broadcasts/{id}/end', at)), t('broadcastEnded'));
    if (!ended) return;
    setEnding(false);
    reload();
  };

  if (monitor.status === 'offline' || monitor.status === 'error')
    return (
      <Notice tone="warn" title={t('monitorLost')}>
        <Button tone="second" size="small" icon="refresh-cw" onClick={monitor.reload}>
          {t('again')}
        </Button>
      </Notice>
    );
  if (monitor.status !== 'ready') return null;
  const now = monitor.data as BroadcastMonitor;
  const [tone, words] = signals[now.signal];
  return (
    <section className="mo-panel" aria-labelledby="mo-broadcast">
      <div className="mo-panel__head">
        <h2 id="mo-broadcast">{t('broadcast')}</h2>
        <StatusPill tone={tone}>{t(words)}</StatusPill>
        {state === 'live' && (
          <div className="mo-acts">
            <Button tone="danger" onClick={() => setEnding(true)}>
              {t('broadcastEnd')}
            </Button>
          </div>
        )}
      </div>
      {now.problem && (
        <Notice tone="danger" title={now.problem.words[currentLanguage()].title}>
          <p>{now.problem.words[currentLanguage()].action}</p>
        </Notice>
      )}
      {now.figures?.weakLink && <Notice tone="warn" title={t('weakLink')} />}
      {state === 'live' && <MonitorFigures monitor={now} />}
      {!ending && <ActError act={act} />}
      {kind === 'video' && (
        <Switch checked={now.soundOnly !== null} onChange={(on) => void soundOnly(on)}>
          {t('soundOnly')}
        </Switch>
      )}
      {now.soundOnly === 'weak' && <p className="am-caption">{t('soundOnlyWeak')}</p>}
      <StudioPart broadcast={id} kind={kind} fed={now.signal === 'on'} onChange={reload} />
      <div className="mo-encoder">
        <h3>
          <Icon name="server" /> {t('encoder')}
        </h3>
        {encoder ? (
          <EncoderShown encoder={encoder} />
        ) : (
          <>
            <p className="am-caption">{t(now.hasKey ? 'keyKept' : 'keyNone')}</p>
            <div>
              <Button tone="second" icon="key-round" busy={act.busy} onClick={() => void renew()}>
                {t('keyNew')}
              </Button>
            </div>
          </>
        )}
      </div>
      {ending && (
        <ActDialog
          title={t('broadcastEndTitle')}
          act={act}
          confirm={t('broadcastEnd')}
          keep={t('cancel')}
          danger
          onConfirm={() => void end()}
          onClose={() => {
            act.clear();
            setEnding(false);
          }}
        >
          <p>{t('broadcastEndText')}</p>
        </ActDialog>
      )}
    </section>
  );
}

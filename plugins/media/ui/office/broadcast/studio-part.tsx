import { Button, Icon, Notice } from '@amanah/ui';
import { useEffect, useRef, useState } from 'react';
import type { ProgrammeKind } from '../../../contract.ts';
import { t } from '../messages.ts';
import { Studio, type StudioState } from './studio.ts';

interface StudioPartProps {
  readonly broadcast: string;
  readonly kind: ProgrammeKind;
  /** Something comes already, from here or from an encoder. */
  readonly fed: boolean;
  readonly onChange: () => void;
}

const running: readonly StudioState['at'][] = ['asking', 'connecting', 'on'];

/** Broadcasting with the camera or the microphone of this device. */
export function StudioPart({ broadcast, kind, fed, onChange }: StudioPartProps) {
  const [state, setState] = useState<StudioState | null>(null);
  const studio = useRef<Studio | null>(null);
  const picture = useRef<HTMLVideoElement>(null);
  useEffect(() => () => studio.current?.stop(), []);
  const isRunning = state !== null && running.includes(state.at);
  useEffect(() => {
    if (!isRunning) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isRunning]);

  const start = async (camera: boolean) => {
    studio.current?.stop();
    const next = new Studio(broadcast, (now) => {
      setState(now);
      if (now.at === 'on') onChange();
    });
    studio.current = next;
    const media = await next.start(camera);
    if (picture.current) picture.current.srcObject = media;
  };
  const stop = () => {
    studio.current?.stop();
    studio.current = null;
    setState(null);
  };

  return (
    <div className="mo-encoder">
      <h3>
        <Icon name="camera" /> {t('studio')}
      </h3>
      {state?.at === 'denied' && (
        <Notice live tone="danger" title={t('studioDenied')}>
          {t('studioDeniedText')}
        </Notice>
      )}
      {state?.at === 'unable' && <Notice live tone="danger" title={t('studioUnable')} />}
      {state?.at === 'lost' && (
        <Notice live tone="danger" title={t('studioLost')}>
          {t('studioLostText')}
        </Notice>
      )}
      {state?.at === 'refused' && (
        <Notice live tone="danger" title={state.title}>
          {state.action}
        </Notice>
      )}
      <video ref={picture} className={isRunning && kind === 'video' ? 'mo-camera' : 'am-hidden'} autoPlay muted playsInline aria-label={t('studioPreview')} />
      {isRunning ? (
        <>
          <p role="status">{t(state.at === 'on' ? 'studioOn' : 'studioConnecting')}</p>
          <div>
            <Button tone="danger-second" onClick={stop}>
              {t('studioStop')}
            </Button>
          </div>
        </>
      ) : fed ? (
        <p className="am-caption">{t('studioFed')}</p>
      ) : (
        <>
          <p className="am-caption">{t('studioText')}</p>
          <div className="mo-row">
            {kind === 'video' && (
              <Button icon="camera" onClick={() => void start(true)}>
                {t('studioCamera')}
              </Button>
            )}
            <Button tone={kind === 'video' ? 'second' : 'main'} icon="megaphone" onClick={() => void start(false)}>
              {t('studioMicrophone')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

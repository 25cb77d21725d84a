import { ActError, Button, currentLanguage, readProblem, useAct } from '@amanah/ui';
import { useRef } from 'react';
import type { OfficeChannel } from '../../../shared/channels.ts';
import { t } from '../messages.ts';

interface ChannelPosterProps {
  readonly channel: OfficeChannel;
  readonly writable: boolean;
  readonly reload: () => void;
}

/** The picture that stands for a channel. */
export function ChannelPoster({ channel: { slug, poster, title }, writable, reload }: ChannelPosterProps) {
  const act = useAct();
  const input = useRef<HTMLInputElement>(null);
  const send = async (file: File) => {
    const done = await act.run(async () => {
      const headers = { 'Content-Type': file.type || 'application/octet-stream' };
      const response = await fetch(`/api/media/office/channels/${slug}/poster`, { method: 'PUT', headers, body: file });
      if (!response.ok) throw await readProblem(response);
      return true;
    }, t('posterSaved'));
    if (done) reload();
  };
  return (
    <section className="mo-panel" aria-labelledby="mo-poster">
      <h2 id="mo-poster">{t('poster')}</h2>
      {poster ? (
        <img className="mo-poster" src={poster} alt={t('posterOf', { title: title[currentLanguage()] })} />
      ) : (
        <p className="am-caption">{t('posterNone')}</p>
      )}
      <ActError act={act} />
      {writable && (
        <div>
          <input
            ref={input}
            hidden
            type="file"
            accept="image/jpeg,image/png,image/webp"
            onChange={({ target }) => target.files?.[0] && void send(target.files[0])}
          />
          <Button tone="second" icon="image" busy={act.busy} onClick={() => input.current?.click()}>
            {t('posterSend')}
          </Button>
        </div>
      )}
    </section>
  );
}

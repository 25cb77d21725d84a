import { ActError, Button, dataOf, readProblem, useAct, useResource } from '@amanah/ui';
import { useRef } from 'react';
import type { OfficeProgramme } from '../../shared/programme.ts';
import { api } from '../api.ts';
import { clockOf } from './clock.ts';
import { t } from './messages.ts';

interface PosterPartProps {
  readonly programme: OfficeProgramme;
  readonly writable: boolean;
  readonly reload: () => void;
}

/** The picture that stands for a programme: one of its frames, or one that is sent. */
export function PosterPart({ programme: { id, state, origin, poster, title }, writable, reload }: PosterPartProps) {
  const act = useAct();
  const input = useRef<HTMLInputElement>(null);
  const frames = useResource(
    async (signal) =>
      origin === 'upload' ? (await dataOf(api.GET('/api/media/office/programmes/{id}/processing', { signal, params: { path: { id } } }))).frames : [],
    [id, state],
    { keep: true },
  );
  const choose = async (frame: string) => {
    const done = await act.run(
      () => dataOf(api.POST('/api/media/office/programmes/{id}/poster', { params: { path: { id } }, body: { frame } })),
      t('posterSaved'),
    );
    if (done) reload();
  };
  const send = async (file: File) => {
    const done = await act.run(async () => {
      const response = await fetch(`/api/media/office/programmes/${id}/poster`, {
        method: 'PUT',
        headers: { 'Content-Type': file.type || 'application/octet-stream' },
        body: file,
      });
      if (!response.ok) throw await readProblem(response);
      return true;
    }, t('posterSaved'));
    if (done) reload();
  };
  return (
    <section className="mo-panel" aria-labelledby="mo-poster">
      <h2 id="mo-poster">{t('poster')}</h2>
      {poster ? (
        <img className="mo-poster" src={poster} alt={t('posterOf', { title: document.documentElement.lang === 'en' ? title.en : title.ar })} />
      ) : (
        <p className="am-caption">{t('posterNone')}</p>
      )}
      {writable && frames.status === 'ready' && (
        <ul className="mo-frames" aria-label={t('posterFrames')}>
          {frames.data.map(({ name, atSeconds, address }) => (
            <li key={name}>
              <button type="button" onClick={() => void choose(name)} aria-label={t('posterChoose', { moment: clockOf(atSeconds) })}>
                <img src={address} alt="" loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <ActError act={act} />
      {writable && (
        <div>
          <input
            ref={input}
            type="file"
            hidden
            accept="image/jpeg,image/png,image/webp"
            onChange={({ target }) => {
              if (target.files?.[0]) void send(target.files[0]);
              target.value = '';
            }}
          />
          <Button tone="second" icon="image" busy={act.busy} onClick={() => input.current?.click()}>
            {t('posterSend')}
          </Button>
        </div>
      )}
    </section>
  );
}

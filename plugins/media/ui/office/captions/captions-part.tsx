import { ActError, Button, LinkButton, Notice, dataOf, readProblem, useAct, useResource } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { Select } from '@amanah/ui/select';
import { useRef, useState } from 'react';
import type { OfficeProgramme } from '../../../shared/programme.ts';
import { api } from '../../api.ts';
import { languageName } from '../audience-fields.tsx';
import { clockOf } from '../clock.ts';
import { t } from '../messages.ts';
import { CaptionFaults } from './caption-faults.tsx';
import { CaptionEditor } from './caption-editor.tsx';

interface CaptionsPartProps {
  readonly programme: OfficeProgramme;
  readonly writable: boolean;
  readonly reload: () => void;
}

const offered = ['ar', 'en', 'ur', 'hi', 'bn', 'fil'];

/** Captions of each language: a WebVTT file, or written here. */
export function CaptionsPart({ programme: { id, languages, captions, state }, writable, reload }: CaptionsPartProps) {
  const at = { params: { path: { id } } };
  const tracks = useResource(
    async (signal) => (await dataOf(api.GET('/api/media/office/programmes/{id}/captions', { signal, ...at }))).tracks,
    [id, captions.join()],
    { keep: true },
  );
  const [language, setLanguage] = useState<string>(languages[0] ?? 'ar');
  const [editing, setEditing] = useState<string | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const act = useAct();
  const known = tracks.status === 'ready' ? tracks.data : [];
  const changed = () => {
    tracks.reload();
    reload();
  };
  const send = async (file: File) => {
    const version = known.find((track) => track.language === language)?.version ?? 0;
    const sent = await act.run(async () => {
      const response = await fetch(`/api/media/office/programmes/${id}/captions/${language}/file?version=${version}`, {
        method: 'POST',
        headers: { 'Content-Type': 'text/vtt' },
        body: file,
      });
      if (!response.ok) throw await readProblem(response);
      return true;
    }, t('captionsSaved'));
    if (sent) changed();
  };
  const remove = async () => {
    const gone = await act.run(
      async () => (await api.DELETE('/api/media/office/programmes/{id}/captions/{language}', { params: { path: { id, language: removing! } } })).response.ok,
      t('captionsRemoved'),
    );
    if (!gone) return;
    setRemoving(null);
    changed();
  };

  return (
    <section className="mo-panel" aria-labelledby="mo-captions">
      <h2 id="mo-captions">{t('captions')}</h2>
      {tracks.status === 'error' || tracks.status === 'offline' ? (
        <Notice tone="warn" title={t('captionsLost')}>
          <Button tone="second" size="small" icon="refresh-cw" onClick={tracks.reload}>
            {t('again')}
          </Button>
        </Notice>
      ) : (
        known.length === 0 && <p className="am-caption">{t(state === 'published' ? 'captionsNonePublished' : 'captionsNone')}</p>
      )}
      <ul className="mo-list">
        {known.map((track) => (
          <li key={track.language} className="mo-track">
            <span>
              <strong>{languageName(track.language)}</strong>{' '}
              <span className="am-caption">
                {t('captionsCount', { count: track.cues })} · <bdi dir="ltr">{clockOf(track.seconds)}</bdi>
              </span>
            </span>
            <span className="mo-acts">
              <LinkButton tone="quiet" size="small" icon="download" href={`/api/media/office/programmes/${id}/captions/${track.language}/file`} download>
                {t('captionsDownload')}
              </LinkButton>
              {writable && (
                <>
                  <Button tone="second" size="small" icon="pencil" onClick={() => setEditing(track.language)}>
                    {t('captionsEdit')}
                  </Button>
                  <Button tone="quiet" size="small" icon="trash-2" onClick={() => setRemoving(track.language)}>
                    {t('captionsRemove')}
                  </Button>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {writable && editing === null && (
        <div className="mo-pair mo-pair--end">
          <Select
            label={t('captionsLanguage')}
            options={[...new Set([...languages, ...offered])].map((tag) => ({ id: tag, label: languageName(tag) }))}
            value={language}
            onChange={(chosen) => chosen && setLanguage(chosen)}
          />
          <div className="mo-row">
            <input
              ref={field}
              type="file"
              hidden
              accept=".vtt,text/vtt"
              aria-label={t('captionsFile')}
              onChange={({ target }) => {
                if (target.files?.[0]) void send(target.files[0]);
                target.value = '';
              }}
            />
            <Button tone="second" icon="upload" busy={act.busy} onClick={() => field.current?.click()}>
              {t('captionsFile')}
            </Button>
            {!known.some((track) => track.language === language) && (
              <Button tone="quiet" icon="pencil" onClick={() => setEditing(language)}>
                {t('captionsWrite')}
              </Button>
            )}
          </div>
        </div>
      )}
      {removing === null && <ActError act={act} />}
      <CaptionFaults error={act.error} place="line" />
      {editing !== null && (
        <CaptionEditor
          key={editing}
          programme={id}
          language={editing}
          isNew={!known.some((track) => track.language === editing)}
          onSaved={changed}
          onClose={() => setEditing(null)}
        />
      )}
      {removing !== null && (
        <ActDialog
          title={t('captionsRemoveTitle', { language: languageName(removing) })}
          act={act}
          confirm={t('captionsRemove')}
          keep={t('cancel')}
          danger
          onConfirm={() => void remove()}
          onClose={() => {
            act.clear();
            setRemoving(null);
          }}
        />
      )}
    </section>
  );
}

import { ActError, Button, LinkButton, currentLanguage, dataOf } from '@amanah/ui';
import { useState } from 'react';
import type { OfficePlaylist } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { Conflict } from '../conflict.tsx';
import { t } from '../messages.ts';
import { RemoveDialog } from '../remove-dialog.tsx';
import { useKeptForm } from '../use-kept-form.ts';
import { areComplete, WordsFields, type Words } from '../words-fields.tsx';
import { ProgrammeOrder } from './programme-order.tsx';
import { queueOf } from './queue.ts';

/** Words and programmes of a playlist. What is typed stays until it is saved or given up, also when somebody else was faster. */
export function PlaylistForm({ playlist, reload }: { readonly playlist: OfficePlaylist; readonly reload: () => void }) {
  const { id, version, mayWrite, to, usedBy } = playlist;
  const [words, setWords] = useState<Words>({ title: playlist.title, about: playlist.about });
  const [queue, setQueue] = useState(() => queueOf(playlist.programmes));
  const [asking, setAsking] = useState(false);
  const at = { params: { path: { id } } };
  const { changed, tried, saving, removing, note, save, remove, giveUp } = useKeptForm({
    complete: areComplete(words),
    send: () =>
      dataOf(api.PATCH('/api/media/office/playlists/{id}', { ...at, body: { version, ...words, programmes: queue.map(({ programme }) => programme.id) } })),
    take: async () => (await api.DELETE('/api/media/office/playlists/{id}', { params: { ...at.params, query: { version } } })).response.ok,
    told: { saved: t('playlistSaved'), removed: t('playlistRemoved') },
    home: '/staff/media/playlists',
    reload,
  });
  return (
    <div className="mo-work">
      <div className="mo-steps">
        <p className="mo-name">{playlist.title[currentLanguage()]}</p>
        {changed && <span className="am-caption">{t('unsaved')}</span>}
        <div className="mo-acts">
          <LinkButton tone="quiet" icon="eye" href={to}>
            {t('openPage')}
          </LinkButton>
          {mayWrite && (
            <Button tone="danger-second" icon="trash-2" onClick={() => setAsking(true)}>
              {t('remove')}
            </Button>
          )}
          {mayWrite && changed && (
            <Button busy={saving.busy} busyText={t('saving')} onClick={() => void save()}>
              {t('save')}
            </Button>
          )}
        </div>
      </div>
      <ActError act={saving} />
      <Conflict act={saving} onReload={giveUp} />
      <div className="mo-work__columns">
        <div className="mo-stack">
          <ProgrammeOrder
            queue={queue}
            readOnly={!mayWrite}
            onChange={(next) => {
              setQueue(next);
              note();
            }}
          />
          <WordsFields
            words={words}
            tried={tried}
            readOnly={!mayWrite}
            onChange={(next) => {
              setWords(next);
              note();
            }}
          />
        </div>
        <aside className="mo-stack">
          <section className="mo-panel" aria-labelledby="mo-used">
            <h2 id="mo-used">{t('playlistUsedBy')}</h2>
            {usedBy.length === 0 && <p className="am-caption">{t('playlistUnused')}</p>}
            <ul className="mo-chosen">
              {usedBy.map(({ slug, title }) => (
                <li key={slug}>
                  <a href={`/staff/media/channels/${slug}`}>{title[currentLanguage()]}</a>
                </li>
              ))}
            </ul>
          </section>
        </aside>
      </div>
      {asking && (
        <RemoveDialog title={t('playlistRemoveTitle')} text={t('playlistRemoveText')} act={removing} onConfirm={remove} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}

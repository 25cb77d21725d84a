import { ActError, Button, LinkButton, currentLanguage, dataOf, navigate, useAct } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { useState } from 'react';
import type { OfficePlaylist } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { Conflict } from '../conflict.tsx';
import { t } from '../messages.ts';
import { useWarning } from '../use-warning.ts';
import { areComplete, WordsFields, type Words } from '../words-fields.tsx';
import { ProgrammeOrder } from './programme-order.tsx';
import { queueOf } from './queue.ts';

/** Words and programmes of a playlist. What is typed stays until it is saved or given up, also when somebody else was faster. */
export function PlaylistForm({ playlist, reload }: { readonly playlist: OfficePlaylist; readonly reload: () => void }) {
  const { id, version, mayWrite, to, usedBy } = playlist;
  const [words, setWords] = useState<Words>({ title: playlist.title, about: playlist.about });
  const [queue, setQueue] = useState(() => queueOf(playlist.programmes));
  const [changed, setChanged] = useState(false);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const saving = useAct();
  const removing = useAct();
  useWarning(changed);
  const at = { params: { path: { id } } };
  const save = async () => {
    setTried(true);
    if (!areComplete(words)) return;
    const body = { version, ...words, programmes: queue.map(({ programme }) => programme.id) };
    const saved = await saving.run(() => dataOf(api.PATCH('/api/media/office/playlists/{id}', { ...at, body })), t('playlistSaved'));
    if (!saved) return;
    setChanged(false);
    reload();
  };
  const remove = async () => {
    const gone = await removing.run(
      async () => (await api.DELETE('/api/media/office/playlists/{id}', { params: { path: { id }, query: { version } } })).response.ok,
      t('playlistRemoved'),
    );
    if (gone) navigate('/staff/media/playlists');
  };
  const giveUp = () => {
    saving.clear();
    setChanged(false);
    reload();
  };
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
              setChanged(true);
            }}
          />
          <WordsFields
            words={words}
            tried={tried}
            readOnly={!mayWrite}
            onChange={(next) => {
              setWords(next);
              setChanged(true);
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
        <ActDialog
          title={t('playlistRemoveTitle')}
          act={removing}
          confirm={t('remove')}
          keep={t('cancel')}
          danger
          onConfirm={() => void remove()}
          onClose={() => {
            removing.clear();
            setAsking(false);
          }}
        >
          <p>{t('playlistRemoveText')}</p>
        </ActDialog>
      )}
    </div>
  );
}

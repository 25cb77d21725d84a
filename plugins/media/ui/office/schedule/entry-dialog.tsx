import { ActError, Button, dataOf, useAct } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { useState } from 'react';
import type { OfficeChannel, ScheduleEntry } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { Conflict } from '../conflict.tsx';
import { t } from '../messages.ts';
import { ContentFields } from './content-fields.tsx';
import { draftOf, entryOf, faultsOf, freshDraft } from './entry-draft.ts';
import { WhenFields } from './when-fields.tsx';

interface EntryDialogProps {
  readonly channel: OfficeChannel;
  /** The entry that is looked at; without one, a new one begins on `day`. */
  readonly entry?: ScheduleEntry;
  readonly day?: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Makes, changes or removes an entry of the schedule; an overlap is told here, with the other entry and its hour, and what was typed stays. */
export function EntryDialog({ channel: { slug, kind, mayWrite }, entry, day, onClose, onDone }: EntryDialogProps) {
  const [draft, setDraft] = useState(() => (entry ? draftOf(entry) : freshDraft(day ?? '')));
  const [tried, setTried] = useState(false);
  const [removing, setRemoving] = useState(false);
  const act = useAct();
  const faults = tried ? faultsOf(draft) : new Set<never>();
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const save = async () => {
    setTried(true);
    if (faultsOf(draft).size > 0) return;
    const body = entryOf(draft);
    const saved = await act.run(
      async () =>
        entry
          ? dataOf(
              api.PATCH('/api/media/office/channels/{slug}/schedule/{entry}', {
                params: { path: { slug, entry: entry.id } },
                body: { ...body, version: entry.version },
              }),
            )
          : dataOf(api.POST('/api/media/office/channels/{slug}/schedule', { params: { path: { slug } }, body })),
      t('entrySaved'),
    );
    if (saved) onDone();
  };
  const remove = async () => {
    if (!entry) return;
    const gone = await act.run(
      async () =>
        (
          await api.DELETE('/api/media/office/channels/{slug}/schedule/{entry}', {
            params: { path: { slug, entry: entry.id }, query: { version: entry.version } },
          })
        ).response.ok,
      t('entryRemoved'),
    );
    if (gone) onDone();
  };
  return (
    <Dialog
      open
      // A click beside it does not take away what was typed.
      destructive
      title={t(entry ? 'entryEdit' : 'entryAdd')}
      onClose={onClose}
      actions={
        removing ? (
          <>
            <Button tone="second" autoFocus onClick={() => setRemoving(false)}>
              {t('cancel')}
            </Button>
            <Button tone="danger" busy={act.busy} onClick={() => void remove()}>
              {t('entryRemoveAll')}
            </Button>
          </>
        ) : (
          <>
            <Button tone="second" onClick={onClose}>
              {t(mayWrite ? 'cancel' : 'close')}
            </Button>
            {mayWrite && entry && (
              <Button tone="danger-second" icon="trash-2" onClick={() => setRemoving(true)}>
                {t('remove')}
              </Button>
            )}
            {mayWrite && (
              <Button busy={act.busy} busyText={t('saving')} onClick={() => void save()}>
                {t('save')}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="am-stack">
        <ActError act={act} />
        <Conflict act={act} onReload={onDone} />
        {removing ? (
          <p>{t(entry?.repeat === 'once' ? 'entryRemoveText' : 'entryRemoveRepeated')}</p>
        ) : (
          <>
            <ContentFields kind={kind} draft={draft} known={entry} faults={faults} readOnly={!mayWrite} onChange={change} />
            <WhenFields draft={draft} faults={faults} readOnly={!mayWrite} onChange={change} />
          </>
        )}
      </div>
    </Dialog>
  );
}

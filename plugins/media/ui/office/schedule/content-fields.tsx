import { currentLanguage, dataOf, useResource } from '@amanah/ui';
import { RadioGroup, TextField } from '@amanah/ui/fields';
import { ComboBox } from '@amanah/ui/select';
import type { ProgrammeKind } from '../../../contract.ts';
import type { OfficePlaylists, ScheduleEntry } from '../../../shared/channels.ts';
import type { OfficeProgramme } from '../../../shared/programme.ts';
import { api } from '../../api.ts';
import { clockOf } from '../clock.ts';
import { t } from '../messages.ts';
import type { EntryDraft, Fault } from './entry-draft.ts';

export interface EntryFieldsProps {
  readonly draft: EntryDraft;
  readonly faults: ReadonlySet<Fault>;
  readonly readOnly: boolean;
  readonly onChange: (part: Partial<EntryDraft>) => void;
}

interface Choice {
  readonly id: string;
  readonly label: string;
}

interface ContentFieldsProps extends EntryFieldsProps {
  /** Of the channel: a video channel takes videos only. */
  readonly kind: ProgrammeKind;
  /** The entry as it was read: its content may be too old to be among the choices. */
  readonly known?: ScheduleEntry | undefined;
}

const words = { programme: 'contentProgramme', playlist: 'contentPlaylist', broadcast: 'contentBroadcast' } as const;
const most = 100;

/** What plays: a programme, a playlist or a planned broadcast; of a broadcast also how long it is planned to be. */
export function ContentFields({ kind, draft, known, faults, readOnly, onChange }: ContentFieldsProps) {
  const found = useResource((signal) => choicesOf(draft.kind, kind, signal), [draft.kind, kind]);
  const choices = found.status === 'ready' || found.status === 'empty' ? found.data : [];
  const isKnown = known && known.content.kind === draft.kind && !choices.some(({ id }) => id === known.content.id);
  const options = isKnown ? [{ id: known.content.id, label: known.title[currentLanguage()] }, ...choices] : choices;
  const hint = found.status === 'loading' ? t('contentLoading') : found.status === 'error' || found.status === 'offline' ? t('contentFailed') : undefined;
  return (
    <>
      <RadioGroup
        label={t('entryContent')}
        inline
        readOnly={readOnly}
        value={draft.kind}
        choices={(['programme', 'playlist', 'broadcast'] as const).map((id) => ({ id, label: t(words[id]) }))}
        onChange={(chosen) => onChange({ kind: chosen, content: null })}
      />
      <ComboBox
        key={`${draft.kind} ${options.length}`}
        label={t(words[draft.kind])}
        hint={hint ?? (options.length === 0 ? t('contentNone') : undefined)}
        placeholder={t('contentFind')}
        readOnly={readOnly}
        options={options}
        value={draft.content}
        error={faults.has('content') ? t('contentMissing') : undefined}
        onChange={(content) => onChange({ content })}
      />
      {draft.kind === 'broadcast' && (
        <TextField
          label={t('entryMinutes')}
          value={draft.minutes}
          maxLength={4}
          readOnly={readOnly}
          error={faults.has('minutes') ? t('entryMinutesWrong') : undefined}
          onChange={(minutes) => onChange({ minutes })}
        />
      )}
    </>
  );
}

async function choicesOf(content: EntryDraft['kind'], kind: ProgrammeKind, signal: AbortSignal): Promise<Choice[]> {
  const language = currentLanguage();
  if (content === 'playlist') {
    const { playlists } = await dataOf(api.GET('/api/media/office/playlists', { signal }));
    return (playlists as OfficePlaylists['playlists']).map(({ id, title, seconds }) => ({ id, label: `${title[language]} · ${clockOf(seconds)}` }));
  }
  const query = { states: content === 'broadcast' ? 'scheduled' : 'published', limit: most, ...(kind === 'video' ? { kind } : {}) };
  const { programmes } = await dataOf(api.GET('/api/media/office/programmes', { signal, params: { query } }));
  return (programmes as readonly OfficeProgramme[])
    .filter(({ audience }) => audience === 'everyone')
    .map(({ id, title, seconds }) => ({ id, label: seconds === null ? title[language] : `${title[language]} · ${clockOf(seconds)}` }));
}

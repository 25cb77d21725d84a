import { ActError, ApiProblem, Button, IconButton, ResourceView, dataOf, useAct, useResource } from '@amanah/ui';
import { TextArea, TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import type { Cue } from '../../../shared/captions.ts';
import { api } from '../../api.ts';
import { languageName } from '../audience-fields.tsx';
import { exactClockOf, secondsOf } from '../clock.ts';
import { t } from '../messages.ts';
import { CaptionFaults } from './caption-faults.tsx';
import { readWave } from './wave.ts';
import { Waveform } from './waveform.tsx';

/** Captions on one page of the editor; a programme of an hour has a thousand. */
const perPage = 20;
const usualSeconds = 3;

interface CaptionEditorProps {
  readonly programme: string;
  readonly language: string;
  readonly isNew: boolean;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** The captions of one language, beside the wave of the sound. */
export function CaptionEditor(props: CaptionEditorProps) {
  const { programme: id, language, isNew } = props;
  const resource = useResource(
    async (signal) => {
      const [track, wave] = await Promise.all([
        isNew
          ? { version: 0, cues: [] }
          : dataOf(api.GET('/api/media/office/programmes/{id}/captions/{language}', { signal, params: { path: { id, language } } })),
        readWave(id, signal),
      ]);
      return { version: track.version, cues: track.cues as readonly Cue[], wave };
    },
    [id, language],
  );
  return (
    <ResourceView resource={resource}>
      {({ version, cues, wave }) => <Editor key={version} {...props} version={version} cues={cues} wave={wave} reload={resource.reload} />}
    </ResourceView>
  );
}

interface CueDraft {
  readonly key: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly settings: Cue['settings'];
}

interface EditorProps extends CaptionEditorProps {
  readonly version: number;
  readonly cues: readonly Cue[];
  readonly wave: Awaited<ReturnType<typeof readWave>>;
  readonly reload: () => void;
}

function Editor({ programme: id, language, version, cues, wave, reload, onSaved, onClose }: EditorProps) {
  const [drafts, setDrafts] = useState<readonly CueDraft[]>(() =>
    cues.map(({ from, to, text, settings }, key) => ({ key, from: exactClockOf(from), to: exactClockOf(to), text, settings })),
  );
  const [page, setPage] = useState(0);
  const [current, setCurrent] = useState(drafts[0]?.key ?? 0);
  const [tried, setTried] = useState(false);
  const act = useAct();
  const pages = Math.max(1, Math.ceil(drafts.length / perPage));
  const shown = drafts.slice(page * perPage, (page + 1) * perPage);
  const marked = drafts.find(({ key }) => key === current);
  const set = (key: number, part: Partial<CueDraft>) => setDrafts(drafts.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = () => {
    const from = secondsOf(drafts.at(-1)?.to ?? '') ?? 0;
    const key = Math.max(0, ...drafts.map((one) => one.key)) + 1;
    setDrafts([...drafts, { key, from: exactClockOf(from), to: exactClockOf(from + usualSeconds), text: '', settings: undefined }]);
    setPage(Math.floor(drafts.length / perPage));
    setCurrent(key);
  };
  const save = async () => {
    setTried(true);
    const read = drafts.map(({ from, to, text, settings }) => ({ from: secondsOf(from), to: secondsOf(to), text, ...(settings && { settings }) }));
    if (read.some(({ from, to }) => from === null || to === null)) return;
    const body = { version, cues: read.map((one) => ({ ...one, from: one.from!, to: one.to! })) };
    const saved = await act.run(
      () => dataOf(api.PUT('/api/media/office/programmes/{id}/captions/{language}', { params: { path: { id, language } }, body })),
      t('captionsSaved'),
    );
    if (!saved) return;
    onSaved();
    onClose();
  };
  const conflict = act.error instanceof ApiProblem && act.error.problem.code === 'MEDIA_CAPTIONS_CHANGED';
  const clockError = (clock: string) => (tried && secondsOf(clock) === null ? t('clockWrong') : undefined);

  return (
    <div className="mo-encoder">
      <h3>{t('captionsOf', { language: languageName(language) })}</h3>
      {wave && <Waveform wave={wave} from={secondsOf(marked?.from ?? '')} to={secondsOf(marked?.to ?? '')} />}
      <ol className="mo-list" start={page * perPage + 1}>
        {shown.map(({ key, from, to, text }, index) => (
          <li
            key={key}
            className="mo-cue"
            aria-label={t('cue', { number: page * perPage + index + 1 })}
            aria-current={key === current || undefined}
            onFocus={() => setCurrent(key)}
          >
            <span className="mo-cue__number">{page * perPage + index + 1}</span>
            <TextField label={t('cueFrom')} value={from} maxLength={12} error={clockError(from)} onChange={(typed) => set(key, { from: typed })} />
            <TextField label={t('cueTo')} value={to} maxLength={12} error={clockError(to)} onChange={(typed) => set(key, { to: typed })} />
            <div lang={language} dir="auto">
              <TextArea label={t('cueText')} rows={2} value={text} onChange={(typed) => set(key, { text: typed })} />
            </div>
            <IconButton icon="trash-2" label={t('cueRemove')} onClick={() => setDrafts(drafts.filter((one) => one.key !== key))} />
          </li>
        ))}
      </ol>
      {pages > 1 && (
        <div className="mo-row">
          <Button tone="quiet" disabled={page === 0} onClick={() => setPage(page - 1)}>
            {t('cuesBefore')}
          </Button>
          <Button tone="quiet" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
            {t('cuesAfter')}
          </Button>
        </div>
      )}
      <ActError act={act} />
      <CaptionFaults error={act.error} place="cue" />
      <div className="mo-row">
        <Button tone="second" icon="plus" onClick={add}>
          {t('cueAdd')}
        </Button>
        <Button busy={act.busy} busyText={t('saving')} disabled={drafts.length === 0} onClick={() => void save()}>
          {t('captionsSave')}
        </Button>
        {conflict && (
          <Button tone="second" icon="refresh-cw" onClick={reload}>
            {t('captionsReload')}
          </Button>
        )}
        <Button tone="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  );
}

import { ActError, ApiProblem, Button, Notice, currentLanguage, dataOf, may, useAct } from '@amanah/ui';
import { useEffect, useState } from 'react';
import type { OfficeProgramme, OfficeUnit } from '../../shared/programme.ts';
import { api } from '../api.ts';
import { AudienceFields, useServices, type Reach } from './audience-fields.tsx';
import { BroadcastPart } from './broadcast/broadcast-part.tsx';
import { CaptionsPart } from './captions/captions-part.tsx';
import { ChaptersPart, draftsOf, isWhole, type ChapterDraft } from './chapters-part.tsx';
import { secondsOf } from './clock.ts';
import { LinksPart } from './links-part.tsx';
import { t } from './messages.ts';
import { PosterPart } from './poster-part.tsx';
import { PreviewPart } from './preview-part.tsx';
import { ProgrammeFacts } from './programme-facts.tsx';
import { ProgrammeSteps } from './programme-steps.tsx';
import { CutPart } from './upload/cut-part.tsx';
import { FilePart } from './upload/file-part.tsx';
import { areComplete, WordsFields, type Words } from './words-fields.tsx';

interface Draft {
  readonly words: Words;
  readonly reach: Reach;
  readonly chapters: readonly ChapterDraft[];
}

interface ProgrammeFormProps {
  readonly programme: OfficeProgramme;
  readonly units: readonly OfficeUnit[];
  readonly reload: () => void;
}

/** What is written about a programme, and what is done with it. */
export function ProgrammeForm({ programme, units, reload }: ProgrammeFormProps) {
  const { id, version, state, origin } = programme;
  const [draft, setDraft] = useState(() => draftOf(programme));
  const [changed, setChanged] = useState(false);
  const [tried, setTried] = useState(false);
  const saving = useAct();
  const services = useServices();
  const writable = may('media:programme.write') && units.some((unit) => unit.id === programme.unit && unit.mayWrite);
  // What was saved here or read again after a conflict is what is gone on with; a look at how an upload goes takes nothing away that was typed.
  const [known, setKnown] = useState(version);
  useEffect(() => {
    if (changed) return;
    setDraft(draftOf(programme));
    setKnown(version);
  }, [version, changed]);

  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setChanged(true);
  };
  const again = () => {
    saving.clear();
    setChanged(false);
    setTried(false);
    reload();
  };
  const save = async () => {
    const { words, reach, chapters } = draft;
    setTried(true);
    if (!areComplete(words) || !chapters.every(isWhole) || reach.languages.length === 0) return;
    const body = {
      version: known,
      title: words.title,
      about: words.about,
      languages: [...reach.languages],
      audience: reach.audience,
      services: [...reach.services],
      channel: reach.channel,
      chapters: chapters.map(({ at, title, service }) => ({ atSeconds: secondsOf(at)!, title, service })).sort((one, other) => one.atSeconds - other.atSeconds),
    };
    const saved = await saving.run(() => dataOf(api.PATCH('/api/media/office/programmes/{id}', { params: { path: { id } }, body })), t('saved'));
    if (saved) again();
  };
  const conflict = saving.error instanceof ApiProblem && saving.error.problem.code === 'MEDIA_CHANGED';

  return (
    <div className="mo-work">
      <ProgrammeSteps programme={programme} changed={changed} writable={writable} saving={saving.busy} onSave={() => void save()} reload={reload} />
      <ActError act={saving} />
      {conflict && (
        <div>
          <Button tone="second" icon="refresh-cw" onClick={again}>
            {t('reloadProgramme')}
          </Button>
        </div>
      )}
      {programme.problem && (
        <Notice tone="danger" title={programme.problem.words[currentLanguage()].title}>
          <p>{programme.problem.words[currentLanguage()].action}</p>
        </Notice>
      )}
      <div className="mo-work__columns">
        <div className="mo-stack">
          {origin === 'live' && (state === 'scheduled' || state === 'live') && may('media:broadcast.run') && (
            <BroadcastPart programme={programme} reload={reload} />
          )}
          {origin === 'live' && programme.endedAt !== null && writable && (
            <section className="mo-panel" aria-labelledby="mo-recording">
              <h2 id="mo-recording">{t('recording')}</h2>
              <CutPart programme={programme} cut reload={reload} />
            </section>
          )}
          {origin === 'upload' && <FilePart programme={programme} writable={writable} reload={reload} />}
          <WordsFields words={draft.words} tried={tried} readOnly={!writable} onChange={(words) => change({ words })} />
          <AudienceFields
            reach={draft.reach}
            services={services}
            knownChannel={programme.channel}
            readOnly={!writable}
            onChange={(part) => change({ reach: { ...draft.reach, ...part } })}
          />
          <ChaptersPart chapters={draft.chapters} services={services} tried={tried} readOnly={!writable} onChange={(chapters) => change({ chapters })} />
          <CaptionsPart programme={programme} writable={writable} reload={reload} />
        </div>
        <aside className="mo-stack">
          <PreviewPart programme={programme} />
          <PosterPart programme={programme} writable={writable} reload={reload} />
          {state === 'published' && <LinksPart programme={id} writable={may('media:programme.publish')} />}
          <ProgrammeFacts programme={programme} units={units} />
        </aside>
      </div>
    </div>
  );
}

function draftOf({ title, about, languages, audience, services, channel, chapters }: OfficeProgramme): Draft {
  return { words: { title, about }, reach: { languages, audience, services, channel: channel?.slug ?? null }, chapters: draftsOf(chapters) };
}

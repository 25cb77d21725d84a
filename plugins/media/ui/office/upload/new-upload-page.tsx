import { ActError, Button, LinkButton, ResourceView, currentLanguage, dataOf, navigate, useAct, useResource } from '@amanah/ui';
import { RadioGroup } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { ProgrammeKind } from '../../../contract.ts';
import type { OfficeUnit } from '../../../shared/programme.ts';
import { api } from '../../api.ts';
import { AudienceFields, useServices, type Reach } from '../audience-fields.tsx';
import { t } from '../messages.ts';
import { sizeOf } from '../size.ts';
import { areComplete, WordsFields, type Words } from '../words-fields.tsx';
import { FileChoice } from './file-choice.tsx';
import { UploadProgress } from './upload-progress.tsx';
import { startUpload, type UploadRun } from './upload-run.ts';
import '../office.css';

/** Begins a programme with its words and its file, which is sent from this page: another page would be loaded anew and end it. */
export function NewUploadPage() {
  const choices = useResource((signal) => dataOf(api.GET('/api/media/office/choices', { signal })), []);
  return <ResourceView resource={choices}>{({ units }) => <UploadForm units={units.filter(({ mayWrite }) => mayWrite)} />}</ResourceView>;
}

function UploadForm({ units }: { readonly units: readonly OfficeUnit[] }) {
  const [words, setWords] = useState<Words>({ title: { ar: '', en: '' }, about: { ar: '', en: '' } });
  const [reach, setReach] = useState<Reach>({ languages: ['ar'], audience: 'everyone', services: [], channel: null });
  const [kind, setKind] = useState<ProgrammeKind>('video');
  const [unit, setUnit] = useState(units[0]?.id ?? null);
  const [file, setFile] = useState<File | null>(null);
  const [tried, setTried] = useState(false);
  const [run, setRun] = useState<UploadRun | null>(null);
  const [programme, setProgramme] = useState('');
  const services = useServices();
  const act = useAct();
  const begin = async () => {
    setTried(true);
    if (!areComplete(words) || !file || unit === null || reach.languages.length === 0) return;
    const { languages, audience, services: about, channel } = reach;
    const body = { ...words, kind, unit, audience, languages: [...languages], services: [...about], channel };
    const place = await act.run(() => dataOf(api.POST('/api/media/office/uploads', { body })));
    if (!place) return;
    setRun(startUpload(place.id, place.endpoint, file, null));
    setProgramme(place.id);
  };
  const page = `/staff/media/programmes/${programme}`;
  if (run)
    return (
      <section className="mo-panel mo-form" aria-labelledby="mo-sending">
        <h2 id="mo-sending">{words.title[currentLanguage()]}</h2>
        <UploadProgress run={run} onSent={() => navigate(page)} />
        <p className="am-caption">{t('uploadStay')}</p>
        <div>
          <LinkButton tone="quiet" iconEnd="chevron-right" href={page}>
            {t('uploadToProgramme')}
          </LinkButton>
        </div>
      </section>
    );
  return (
    <div className="mo-stack mo-form">
      <section className="mo-panel" aria-labelledby="mo-file">
        <h2 id="mo-file">{t('file')}</h2>
        <RadioGroup
          label={t('columnKind')}
          inline
          value={kind}
          choices={[
            { id: 'video', label: t('kindVideo') },
            { id: 'audio', label: t('kindAudio') },
          ]}
          onChange={setKind}
        />
        {units.length > 1 && (
          <Select label={t('unit')} options={units.map(({ id, name }) => ({ id, label: name[currentLanguage()] }))} value={unit} onChange={setUnit} />
        )}
        {file && (
          <p>
            <bdi>{file.name}</bdi> · {sizeOf(file.size)}
          </p>
        )}
        <FileChoice kind={kind} tone="second" words={t(file ? 'fileOther' : 'fileChoose')} onFile={setFile} />
        {tried && !file && (
          <p className="am-field__error" role="alert">
            {t('fileMissing')}
          </p>
        )}
      </section>
      <WordsFields words={words} tried={tried} onChange={setWords} />
      <AudienceFields reach={reach} services={services} onChange={(part) => setReach({ ...reach, ...part })} />
      <ActError act={act} />
      <div>
        <Button icon="upload" busy={act.busy} onClick={() => void begin()}>
          {t('uploadBegin')}
        </Button>
      </div>
    </div>
  );
}

import { ActError, Button, LinkButton, ResourceView, currentLanguage, dataOf, useAct, useResource } from '@amanah/ui';
import { DateField } from '@amanah/ui/date';
import { RadioGroup, TextArea, TextField } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { ProgrammeKind } from '../../../contract.ts';
import type { PlannedBroadcast } from '../../../shared/broadcast.ts';
import type { OfficeUnit } from '../../../shared/programme.ts';
import { api } from '../../api.ts';
import { AudienceFields, useServices, type Reach } from '../audience-fields.tsx';
import { t } from '../messages.ts';
import { areComplete, WordsFields, type Words } from '../words-fields.tsx';
import { EncoderShown } from './encoder-shown.tsx';
import '../office.css';

const hourForm = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const shortestException = 10;

/** Schedules a broadcast; then shows where its encoder sends and the key, once. */
export function NewBroadcastPage() {
  const [planned, setPlanned] = useState<PlannedBroadcast | null>(null);
  const choices = useResource((signal) => dataOf(api.GET('/api/media/office/choices', { signal })), []);
  if (planned)
    return (
      <section className="mo-panel mo-form" aria-labelledby="mo-planned">
        <h2 id="mo-planned">{t('planned', { title: planned.programme.title[currentLanguage()] })}</h2>
        <p>{t('plannedText')}</p>
        <EncoderShown encoder={planned.encoder} />
        <div>
          <LinkButton iconEnd="chevron-right" href={`/staff/media/programmes/${planned.programme.id}`}>
            {t('plannedOpen')}
          </LinkButton>
        </div>
      </section>
    );
  return (
    <ResourceView resource={choices}>
      {({ units }) => <PlanForm units={units.filter(({ mayBroadcast }) => mayBroadcast)} onPlanned={setPlanned} />}
    </ResourceView>
  );
}

function PlanForm({ units, onPlanned }: { readonly units: readonly OfficeUnit[]; readonly onPlanned: (planned: PlannedBroadcast) => void }) {
  const [words, setWords] = useState<Words>({ title: { ar: '', en: '' }, about: { ar: '', en: '' } });
  const [reach, setReach] = useState<Reach>({ languages: ['ar'], audience: 'everyone', services: [], channel: null });
  const [kind, setKind] = useState<ProgrammeKind>('video');
  const [unit, setUnit] = useState(units[0]?.id ?? null);
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(new Date());
  const [day, setDay] = useState<string | null>(today);
  const [hour, setHour] = useState(() => new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Riyadh', timeStyle: 'short' }).format(new Date()));
  const [exception, setException] = useState('');
  const [tried, setTried] = useState(false);
  const services = useServices();
  const act = useAct();
  const hourWrong = !hourForm.test(hour);
  const exceptionShort = exception.trim() !== '' && exception.trim().length < shortestException;

  const plan = async () => {
    setTried(true);
    if (!areComplete(words) || hourWrong || exceptionShort || day === null || unit === null || reach.languages.length === 0) return;
    // Riyadh has kept to three hours ahead since it keeps a clock.
    const startsAt = new Date(`${day}T${hour.padStart(5, '0')}:00+03:00`).toISOString();
    const { languages, audience, services: about, channel } = reach;
    const body = {
      ...words,
      kind,
      unit,
      startsAt,
      audience,
      languages: [...languages],
      services: [...about],
      channel,
      ...(exception.trim() && { captionsException: exception.trim() }),
    };
    const planned = await act.run(() => dataOf(api.POST('/api/media/office/broadcasts', { body })));
    if (planned) onPlanned(planned as PlannedBroadcast);
  };

  return (
    <div className="mo-stack mo-form">
      <WordsFields words={words} tried={tried} onChange={setWords} />
      <section className="mo-panel" aria-labelledby="mo-when">
        <h2 id="mo-when">{t('when')}</h2>
        <div className="mo-pair">
          <DateField label={t('day')} value={day} onChange={setDay} min={today} />
          <TextField
            label={t('hour')}
            hint={t('hourHint')}
            value={hour}
            maxLength={5}
            error={tried && hourWrong ? t('hourWrong') : undefined}
            onChange={setHour}
          />
          <RadioGroup
            label={t('columnKind')}
            inline
            value={kind}
            choices={[
              { id: 'video', label: t('kindLiveVideo') },
              { id: 'audio', label: t('kindLiveAudio') },
            ]}
            onChange={setKind}
          />
          {units.length > 1 && (
            <Select label={t('unit')} options={units.map(({ id, name }) => ({ id, label: name[currentLanguage()] }))} value={unit} onChange={setUnit} />
          )}
        </div>
        <TextArea
          label={t('captionsException')}
          hint={t('recordingExceptionHint')}
          optional
          rows={2}
          maxLength={500}
          value={exception}
          error={tried && exceptionShort ? t('reasonShort', { count: shortestException }) : undefined}
          onChange={setException}
        />
      </section>
      <AudienceFields reach={reach} services={services} onChange={(part) => setReach({ ...reach, ...part })} />
      <ActError act={act} />
      <div>
        <Button icon="calendar" busy={act.busy} onClick={() => void plan()}>
          {t('plan')}
        </Button>
      </div>
    </div>
  );
}

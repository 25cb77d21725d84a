import { useCallback, useState } from 'react';
import { Button, FilterField, ServiceGlyph } from '@amanah/ui';
import { Checkbox, CheckboxGroup, DigitField, ErrorSummary, NumberField, RadioGroup, Switch, TextArea, TextField } from '@amanah/ui/fields';
import { ComboBox, Select } from '@amanah/ui/select';
import { DateField } from '@amanah/ui/date';
import { SearchField } from '@amanah/ui/search';
import { Upload, refusalOf } from '@amanah/ui/upload';
import { Section } from './section.tsx';
import { t } from './words.ts';

const MEGABYTE = 1024 ** 2;
const ACCEPTED = ['.pdf', '.jpg'];
const ignore = () => {};

function TextStates() {
  const [name, setName] = useState('');
  const [id, setId] = useState('');
  const [area, setArea] = useState<number | null>(80);
  const [notes, setNotes] = useState('');
  return (
    <div className="am-grid am-grid--2">
      <NumberField label={t('area')} hint={t('areaHint')} unit={t('squareMetre')} value={area} onChange={setArea} min={1} />
      <DigitField id="national-id" label={t('nationalId')} error={t('nationalIdWrong')} value="3000000004" onChange={ignore} length={10} />
      <TextField label={t('shopName')} value={name} onChange={setName} placeholder={t('shopNameValue')} optional />
      <DigitField id="typed-id" label={t('nationalId')} icon="id-card" value={id} onChange={setId} length={10} />
      <TextField label={t('shopName')} value={t('shopNameValue')} onChange={ignore} readOnly />
      <TextField label={t('shopName')} value={t('shopNameValue')} onChange={ignore} disabled />
      <TextField label={t('email')} type="email" value="noura@example.com" onChange={ignore} icon="mail" />
      <NumberField label={t('workers')} value={4} onChange={ignore} disabled />
      <TextArea label={t('notes')} value={notes} onChange={setNotes} optional maxLength={500} rows={3} />
    </div>
  );
}

function ChoiceStates() {
  const [capacity, setCapacity] = useState<string | null>('principal');
  const [pledges, setPledges] = useState<readonly string[]>(['true']);
  const [sms, setSms] = useState(true);
  return (
    <div className="am-grid am-grid--2">
      <RadioGroup
        label={t('capacity')}
        value={capacity}
        onChange={setCapacity}
        choices={[
          { id: 'principal', label: t('principal') },
          { id: 'delegate', label: t('delegate'), hint: t('delegateHint') },
          { id: 'off', label: t('disabled'), disabled: true },
        ]}
      />
      <CheckboxGroup
        label={t('pledges')}
        error={pledges.length === 0 ? t('pledgeWrong') : undefined}
        value={pledges}
        onChange={setPledges}
        choices={[
          { id: 'true', label: t('pledge') },
          { id: 'off', label: t('disabled'), disabled: true },
        ]}
      />
      <div>
        <Switch checked={sms} onChange={setSms}>
          {t('sms')}
        </Switch>
        <br />
        <Switch checked={false} onChange={ignore} disabled>
          {t('disabled')}
        </Switch>
      </div>
      <Checkbox checked={false} onChange={ignore} invalid>
        {t('pledge')}
      </Checkbox>
    </div>
  );
}

function PickStates() {
  const [municipality, setMunicipality] = useState<string | null>('dhahran');
  const [activity, setActivity] = useState<string | null>(null);
  const [date, setDate] = useState<string | null>('2026-11-23');
  const municipalities = (['dhahran', 'khobar', 'qatif'] as const).map((id) => ({ id, label: t(id) }));
  return (
    <div className="am-grid am-grid--2">
      <Select label={t('municipality')} options={municipalities} value={municipality} onChange={setMunicipality} optional />
      <Select label={t('municipality')} options={municipalities} value="khobar" onChange={ignore} disabled />
      <ComboBox
        label={t('activity')}
        options={(['cafe', 'bakery', 'pharmacy'] as const).map((id) => ({ id, label: t(id) }))}
        value={activity}
        onChange={setActivity}
        placeholder={t('cafe')}
      />
      <DateField id="opening-date" label={t('openingDate')} value={date} onChange={setDate} />
      <DateField label={t('contractDate')} value="2026-12-30" error={t('contractDateWrong')} onChange={ignore} />
      <DateField label={t('contractDate')} value={null} onChange={ignore} calendar="gregorian" disabled />
    </div>
  );
}

/** A form that was refused: the summary comes, takes the focus and leads to the field. */
function RefusedForm() {
  const [refused, setRefused] = useState(false);
  const fault = { fieldId: 'national-id', label: t('nationalId'), message: t('nationalIdWrong') };
  return (
    <>
      <ErrorSummary faults={refused ? [fault] : []} />
      <div>
        <Button tone="second" onClick={() => setRefused(true)}>
          {t('stepSend')}
        </Button>
      </div>
    </>
  );
}

export function Fields() {
  const [filter, setFilter] = useState('');
  const search = useCallback(
    async () => [
      { id: '1', title: t('issueService'), start: <ServiceGlyph serviceClass="integrative" />, caption: t('fiveDays') },
      { id: '2', title: t('healthService'), start: <ServiceGlyph serviceClass="procedural" />, caption: t('instant') },
    ],
    [],
  );
  return (
    <Section name="fields" title={t('fields')}>
      <RefusedForm />
      <TextStates />
      <ChoiceStates />
      <PickStates />
      <FilterField label={t('filter')} value={filter} onChange={setFilter} />
      <SearchField label={t('search')} placeholder={t('search')} search={search} onChoose={ignore} onSubmit={ignore} />
      <Upload
        label={t('lease')}
        accept={ACCEPTED}
        maxBytes={10 * MEGABYTE}
        onAdd={ignore}
        onRemove={ignore}
        multiple
        files={[
          { id: '1', name: 'lease-1448.pdf', size: 2.4 * MEGABYTE, state: 'done' },
          { id: '2', name: 'plan.jpg', size: 3.1 * MEGABYTE, state: 'sending', percent: 62 },
          {
            id: '3',
            name: 'photo.heic',
            size: 1.2 * MEGABYTE,
            state: 'failed',
            reason: refusalOf({ name: 'photo.heic', size: MEGABYTE }, ACCEPTED, 10 * MEGABYTE) ?? '',
          },
          { id: '4', name: 'deed.pdf', size: 0.4 * MEGABYTE, state: 'waiting' },
        ]}
      />
    </Section>
  );
}

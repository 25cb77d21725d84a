import { Button, Chip, ActError, useAct } from '@amanah/ui';
import { DateField } from '@amanah/ui/date';
import { DigitField, RadioGroup, TextField } from '@amanah/ui/fields';
import { ComboBox, Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { DelegationsAnswer } from '../shared/answers.ts';
import { isNationalId } from '../shared/national-id.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

const dayMs = 86_400_000;
const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10);

const amount = /^\d{1,7}(\.\d{1,2})?$/;

/** Who or which office, for which services, until when, for how much. */
export function DelegationForm({
  principal,
  services,
  offices,
  onGiven,
  onCancel,
}: {
  readonly principal: string;
  readonly services: DelegationsAnswer['services'];
  readonly offices: DelegationsAnswer['offices'];
  readonly onGiven: () => void;
  readonly onCancel: () => void;
}) {
  const [kind, setKind] = useState<'person' | 'office'>('person');
  const [nationalId, setNationalId] = useState('');
  const [office, setOffice] = useState<string | null>(null);
  const [limit, setLimit] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [until, setUntil] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const act = useAct();
  const titles = new Map(services.map(({ code, title }) => [code, title]));
  const faults = {
    nationalId: kind === 'office' || isNationalId(nationalId) ? undefined : t('delegateNumberWrong'),
    office: kind === 'person' || office !== null ? undefined : t('delegateOfficeMissing'),
    limit: limit === '' || amount.test(limit) ? undefined : t('delegationLimitWrong'),
    services: chosen.length > 0 ? undefined : t('delegationServicesMissing'),
    until: until ? undefined : t('delegationUntilMissing'),
  };
  const send = async () => {
    setTried(true);
    if (until === null || Object.values(faults).some(Boolean)) return;
    const to = kind === 'person' ? { nationalId } : { office: office ?? '' };
    const body = { ...to, services: [...chosen], until, ...(limit === '' ? {} : { feeLimit: Number(limit) }) };
    if ((await act.run(() => api.POST('/api/account/delegations', { body }))) !== null) onGiven();
  };
  const shown = (fault: string | undefined) => (tried && fault ? { error: fault } : {});

  return (
    <form
      className="ac-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>{t('delegationFor', { name: principal })}</p>
      {offices.length > 0 && (
        <RadioGroup
          label={t('delegateKind')}
          inline
          choices={[
            { id: 'person', label: t('delegateKindPerson') },
            { id: 'office', label: t('delegateKindOffice') },
          ]}
          value={kind}
          onChange={setKind}
        />
      )}
      {kind === 'person' ? (
        <DigitField
          label={t('delegateNumber')}
          hint={t('delegateNumberHint')}
          value={nationalId}
          onChange={setNationalId}
          length={10}
          {...shown(faults.nationalId)}
        />
      ) : (
        <Select
          label={t('delegateOffice')}
          hint={t('delegateOfficeHint')}
          options={offices.map(({ number, name }) => ({ id: number, label: name }))}
          value={office}
          onChange={setOffice}
          {...shown(faults.office)}
        />
      )}
      <ComboBox
        // A new box after each choice: it is for adding, what was added stands below.
        key={chosen.length}
        label={t('delegationServicesLabel')}
        hint={t('delegationServicesHint')}
        options={services.filter(({ code }) => !chosen.includes(code)).map(({ code, title }) => ({ id: code, label: title }))}
        value={null}
        onChange={(code) => code && setChosen([...chosen, code])}
        {...shown(faults.services)}
      />
      {chosen.length > 0 && (
        <div className="ac-chosen" role="group" aria-label={t('delegationServicesLabel')}>
          {chosen.map((code) => (
            <Chip key={code} selected onClick={() => setChosen(chosen.filter((one) => one !== code))}>
              {titles.get(code) ?? code}
            </Chip>
          ))}
        </div>
      )}
      <DateField
        label={t('delegationUntilLabel')}
        hint={t('delegationUntilHint')}
        value={until}
        onChange={setUntil}
        min={isoDay(Date.now() + dayMs)}
        max={isoDay(Date.now() + 365 * dayMs)}
        {...shown(faults.until)}
      />
      <TextField
        label={t('delegationLimitLabel')}
        hint={t('delegationLimitHint')}
        optional
        unit={t('riyal')}
        value={limit}
        maxLength={10}
        onChange={setLimit}
        {...shown(faults.limit)}
      />
      <ActError act={act} />
      <span className="ac-actions">
        <Button type="submit" busy={act.busy}>
          {t('delegationSend')}
        </Button>
        <Button tone="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </span>
    </form>
  );
}

import { ActError, Button, dataOf, LinkButton, Notice, page, ResourceView, useAct, useResource } from '@amanah/ui';
import { DigitField, RadioGroup, TextArea, TextField } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';

const reasons = ['plan', 'report', 'licence', 'revisit'] as const;
const sizes = ['micro', 'small', 'medium', 'large'] as const;

/** Opens a visit to an establishment, in a municipality of the inspector. */
function NewInspectionPage() {
  const units = useResource((signal) => dataOf(api.GET('/api/requests/inspections/units', { signal })), []);
  return (
    <div className="rs-sheet">
      <ResourceView resource={units}>{({ units: open }) => <Inspection units={open} />}</ResourceView>
    </div>
  );
}

function Inspection({ units }: { readonly units: readonly { readonly id: string; readonly name: string }[] }) {
  const act = useAct();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [unit, setUnit] = useState<string | null>(units.length === 1 ? (units[0]?.id ?? null) : null);
  const [reason, setReason] = useState<(typeof reasons)[number]>('plan');
  const [size, setSize] = useState<(typeof sizes)[number] | null>(null);
  const [establishment, setEstablishment] = useState('');
  const [shop, setShop] = useState('');
  const [licence, setLicence] = useState('');
  const [report, setReport] = useState('');
  const [details, setDetails] = useState('');
  const [tried, setTried] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const wrong = (missing: boolean) => (tried && missing ? { error: t('inspectionMissing') } : {});
  const badEstablishment = !/^7\d{9}$/.test(establishment);
  const badLicence = licence !== '' && !/^\d{11}$/.test(licence);

  const open = async () => {
    setTried(true);
    if (unit === null || size === null || badEstablishment || badLicence || shop.trim().length < 2) return;
    const optional = {
      ...(licence ? { licenceNumber: licence } : {}),
      ...(report.trim() ? { reportNumber: report.trim() } : {}),
      ...(details.trim() ? { details: details.trim() } : {}),
    };
    const body = { unit, reason, establishmentNumber: establishment, shop: shop.trim(), establishmentSize: size, key, ...optional };
    const done = await act.run(() => dataOf(api.POST('/api/requests/inspections', { body })));
    if (done === null) return;
    setOpened(done.number);
    setKey(crypto.randomUUID());
    setTried(false);
    for (const clear of [setEstablishment, setShop, setLicence, setReport, setDetails]) clear('');
  };

  return (
    <form
      className="rs-card rs-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      {opened && (
        <Notice live tone="success" title={t('inspectionOpened', { number: opened })}>
          <p>
            <LinkButton tone="second" size="small" href={`/staff/cases/${opened}`}>
              {t('inspectionGo')}
            </LinkButton>
          </p>
        </Notice>
      )}
      <Select
        label={t('inspectionUnit')}
        options={units.map(({ id, name }) => ({ id, label: name }))}
        value={unit}
        onChange={setUnit}
        {...wrong(unit === null)}
      />
      <RadioGroup
        label={t('inspectionReason')}
        inline
        choices={reasons.map((id) => ({ id, label: t(`inspectionReason_${id}`) }))}
        value={reason}
        onChange={setReason}
      />
      <DigitField
        label={t('inspectionEstablishment')}
        hint={t('inspectionEstablishmentHint')}
        length={10}
        value={establishment}
        onChange={setEstablishment}
        {...wrong(badEstablishment)}
      />
      <TextField label={t('inspectionShop')} value={shop} maxLength={100} onChange={setShop} {...wrong(shop.trim().length < 2)} />
      <RadioGroup
        label={t('inspectionSize')}
        inline
        choices={sizes.map((id) => ({ id, label: t(`inspectionSize_${id}`) }))}
        value={size}
        onChange={setSize}
        {...wrong(size === null)}
      />
      <DigitField label={t('inspectionLicence')} optional length={11} value={licence} onChange={setLicence} {...wrong(badLicence)} />
      <TextField label={t('inspectionReport')} optional value={report} maxLength={40} onChange={setReport} />
      <TextArea label={t('inspectionDetails')} optional value={details} maxLength={2_000} onChange={setDetails} />
      <ActError act={act} />
      <div>
        <Button type="submit" busy={act.busy}>
          {t('inspectionOpen')}
        </Button>
      </div>
    </form>
  );
}

export const lifecycles = page(NewInspectionPage);

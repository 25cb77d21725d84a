import { ActError, Button, dataOf, showToast, useAct } from '@amanah/ui';
import { DateField } from '@amanah/ui/date';
import { Dialog } from '@amanah/ui/dialog';
import { RadioGroup } from '@amanah/ui/fields';
import { ComboBox } from '@amanah/ui/select';
import { useState } from 'react';
import type { ProcedureAnswer } from '../../shared/answers/procedure-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';

/** What is to be published: kept in the window while the analyst proves who they are. */
export interface Plan {
  /** A version, or `draft`; `null` while nothing is asked. */
  readonly version: string | null;
  readonly where: 'one' | 'all';
  readonly unit: string | null;
  /** Today unless a later day is chosen. */
  readonly from: string | null;
}

const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(new Date());
export const noPlan: Plan = { version: null, where: 'one', unit: null, from: today() };

interface PublishDialogProps {
  readonly procedure: Pick<ProcedureAnswer, 'id' | 'title' | 'units'>;
  readonly plan: Plan;
  readonly onPlan: (plan: Plan) => void;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks where and from when a version is to be in force, and publishes it. */
export function PublishDialog({ procedure, plan, onPlan, onClose, onDone }: PublishDialogProps) {
  const act = useAct();
  const [tried, setTried] = useState(false);
  const unitMissing = plan.where === 'one' && plan.unit === null;
  const publish = () => {
    setTried(true);
    const { version, from } = plan;
    if (unitMissing || from === null || version === null) return;
    const body = { version, from, units: plan.where === 'all' || plan.unit === null ? null : [plan.unit] };
    void act.run(async () => {
      await dataOf(api.POST('/api/requests/procedures/{id}/publications', { params: { path: { id: procedure.id } }, body }));
      showToast(t('anPublished'));
      onDone();
    });
  };
  return (
    <Dialog
      open
      destructive
      title={t('anPublishTitle', { title: procedure.title })}
      onClose={onClose}
      actions={
        <>
          <Button busy={act.busy} onClick={publish}>
            {t('anPublish')}
          </Button>
          <Button tone="second" autoFocus onClick={onClose}>
            {t('anCancel')}
          </Button>
        </>
      }
    >
      <p>{t('anPublishText')}</p>
      <RadioGroup
        label={t('anPublishWhere')}
        value={plan.where}
        onChange={(where) => onPlan({ ...plan, where })}
        choices={[
          { id: 'one', label: t('anPublishOne'), hint: t('anPublishOneHint') },
          { id: 'all', label: t('anPublishAll') },
        ]}
      />
      {plan.where === 'one' && (
        <ComboBox
          label={t('anUnit')}
          value={plan.unit}
          onChange={(unit) => onPlan({ ...plan, unit })}
          options={procedure.units.map(({ id, name }) => ({ id, label: name }))}
          error={tried && unitMissing ? t('anPublishUnitNeeded') : undefined}
        />
      )}
      <DateField
        label={t('anPublishFrom')}
        calendar="gregorian"
        value={plan.from}
        min={today()}
        onChange={(from) => onPlan({ ...plan, from })}
        error={tried && plan.from === null ? t('anPublishDayNeeded') : undefined}
      />
      <p className="am-caption">{t('anPublishSigns')}</p>
      <ActError act={act} />
    </Dialog>
  );
}

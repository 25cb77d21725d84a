import { DateField } from '@amanah/ui/date';
import { CheckboxGroup, RadioGroup, TextField } from '@amanah/ui/fields';
import { weekOf } from '../../../shared/riyadh-days.ts';
import { t } from '../messages.ts';
import type { EntryFieldsProps } from './content-fields.tsx';
import { weekdayName } from './week-view.tsx';

/** Any week: only the names of its days are taken. */
const anyWeek = weekOf('2026-11-27');

/** On which day and at which hour it begins, and whether it comes again. */
export function WhenFields({ draft, faults, readOnly, onChange }: EntryFieldsProps) {
  return (
    <>
      <div className="mo-pair">
        <DateField
          label={t(draft.repeat === 'once' ? 'day' : 'entryFirstDay')}
          value={draft.day}
          readOnly={readOnly}
          error={faults.has('day') ? t('entryDayMissing') : undefined}
          onChange={(day) => onChange({ day })}
        />
        <TextField
          label={t('hour')}
          hint={t('hourHint')}
          value={draft.time}
          maxLength={8}
          readOnly={readOnly}
          error={faults.has('time') ? t('hourWrong') : undefined}
          onChange={(time) => onChange({ time })}
        />
      </div>
      <RadioGroup
        label={t('entryRepeat')}
        inline
        readOnly={readOnly}
        value={draft.repeat}
        choices={[
          { id: 'once', label: t('repeatOnce') },
          { id: 'daily', label: t('repeatsDaily') },
          { id: 'weekly', label: t('repeatsWeekly') },
        ]}
        onChange={(repeat) => onChange({ repeat })}
      />
      {draft.repeat === 'weekly' && (
        <CheckboxGroup
          label={t('entryWeekdays')}
          readOnly={readOnly}
          value={draft.weekdays.map(String)}
          choices={anyWeek.map((day, weekday) => ({ id: String(weekday), label: weekdayName(day) }))}
          error={faults.has('weekdays') ? t('entryWeekdaysMissing') : undefined}
          onChange={(chosen) => onChange({ weekdays: chosen.map(Number) })}
        />
      )}
      {draft.repeat !== 'once' && (
        <DateField
          label={t('entryUntil')}
          value={draft.until}
          readOnly={readOnly}
          error={faults.has('until') ? t('entryUntilWrong') : undefined}
          onChange={(until) => onChange({ until })}
        />
      )}
    </>
  );
}

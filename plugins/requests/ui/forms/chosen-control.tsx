import { Icon } from '@amanah/ui';
import { Checkbox, CheckboxGroup, RadioGroup } from '@amanah/ui/fields';
import { ComboBox, Select } from '@amanah/ui/select';
import { fieldTexts, optionsOf } from './field-texts.ts';
import { useFormPlace, type ControlProps } from './form-place.ts';
import { say, t } from './messages.ts';

const YES = 'yes';
const NO = 'no';

/** What is chosen: one of a few, one of many, several, yes or no, an undertaking. */
export function ChosenControl({ ui, path, value, onChange }: ControlProps) {
  const error = useFormPlace().problemAt(path);
  const texts = fieldTexts(ui, error);
  const id = typeof value === 'string' ? value : null;
  const choose = (next: string | null) => onChange(next ?? undefined);

  switch (ui.widget) {
    case 'select':
      return <Select {...texts} options={optionsOf(ui)} value={id} onChange={choose} />;
    case 'search':
      return <ComboBox {...texts} options={optionsOf(ui)} value={id} onChange={choose} />;
    case 'choices':
      return (
        <CheckboxGroup
          {...texts}
          choices={optionsOf(ui)}
          value={Array.isArray(value) ? (value as string[]) : []}
          onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        />
      );
    case 'yesNo':
      return (
        <RadioGroup
          {...texts}
          inline
          choices={[
            { id: YES, label: t('formYes') },
            { id: NO, label: t('formNo') },
          ]}
          value={value === true ? YES : value === false ? NO : null}
          onChange={(next) => onChange(next === YES)}
        />
      );
    case 'undertaking':
      return (
        <div className="am-field">
          {error && (
            <span className="am-field__error">
              <Icon name="circle-alert" />
              <span>{error}</span>
            </span>
          )}
          <Checkbox checked={value === true} onChange={(next) => onChange(next || undefined)} invalid={error !== undefined}>
            {say(ui.title)}
          </Checkbox>
        </div>
      );
    default:
      return <RadioGroup {...texts} choices={optionsOf(ui)} value={id} onChange={choose} inline={(ui.options?.length ?? 0) <= 3} />;
  }
}

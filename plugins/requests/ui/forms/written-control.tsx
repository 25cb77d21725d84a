import { DigitField, NumberField, TextArea, TextField } from '@amanah/ui/fields';
import { lazy, Suspense } from 'react';
import { fieldSchema } from '../../shared/forms/asked.ts';
import { formats, todayInRiyadh, type Format } from '../../shared/forms/formats.ts';
import type { JsonSchema } from '../../shared/forms/form-types.ts';
import { fieldTexts } from './field-texts.ts';
import { useFormPlace, type ControlProps } from './form-place.ts';
import { say } from './messages.ts';

/** The calendar is a tenth of the page's scripts, and most steps ask for no date. */
const DateField = lazy(() => import('@amanah/ui/date').then((module) => ({ default: module.DateField })));

/** Schema of the answer at a path, through rows and parts. */
function useSchema(path: string): JsonSchema {
  const { form } = useFormPlace();
  const [first = '', ...rest] = path.split('.');
  let schema = fieldSchema(form, first);
  for (const step of rest) schema = (/^\d+$/.test(step) ? schema['items'] : (schema['properties'] as Record<string, JsonSchema>)[step]) as JsonSchema;
  return schema;
}

/** Days that a date may be, from its format. */
function dayLimits(schema: JsonSchema) {
  const today = todayInRiyadh();
  return { ...(schema['format'] === 'coming-date' ? { min: today } : {}), ...(schema['format'] === 'past-date' ? { max: today } : {}) };
}

/** What is typed or chosen from a calendar: text, digits, numbers, dates. Numbers take their stored form when they are left. */
export function WrittenControl({ ui, path, value, onChange }: ControlProps) {
  const schema = useSchema(path);
  const texts = fieldTexts(ui, useFormPlace().problemAt(path));
  const text = typeof value === 'string' ? value : '';
  const unit = ui.unit ? { unit: say(ui.unit) } : {};
  const folded = () => {
    const format = (formats as Readonly<Record<string, Format>>)[String(schema['format'])];
    if (format && text) onChange(format.fold(text));
  };
  const maxLength = typeof schema['maxLength'] === 'number' ? { maxLength: schema['maxLength'] } : {};

  switch (ui.widget) {
    case 'longText':
      return <TextArea {...texts} value={text} onChange={onChange} {...maxLength} />;
    case 'digits':
      return <DigitField {...texts} {...unit} value={text} onChange={onChange} />;
    case 'phone':
      return <TextField {...texts} type="tel" autoComplete="tel" value={text} onChange={onChange} onBlur={folded} />;
    case 'email':
      return <TextField {...texts} type="email" autoComplete="email" value={text} onChange={onChange} onBlur={folded} />;
    case 'number':
      return (
        <NumberField
          {...texts}
          {...unit}
          stepped={schema['type'] === 'integer'}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'date':
      return (
        <Suspense fallback={<div className="am-control" aria-hidden="true" />}>
          <DateField {...texts} {...dayLimits(schema)} value={text || null} onChange={(next) => onChange(next ?? undefined)} />
        </Suspense>
      );
    default:
      return <TextField {...texts} {...unit} {...(schema['format'] ? {} : maxLength)} value={text} onChange={onChange} onBlur={folded} />;
  }
}

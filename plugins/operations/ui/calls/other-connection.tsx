import { Checkbox, TextArea, TextField } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { AdapterField } from '../../shared/system-answers.ts';
import { t } from '../messages.ts';
import type { ConnectionStepProps } from './connection-step.tsx';

/** The connection of an adapter without a form of its own here, field by field as its schema says, in its own words. */
export function OtherConnection({ fields, draft, change }: ConnectionStepProps & { readonly fields: readonly AdapterField[] }) {
  const set = (name: string, value: unknown) => {
    const { [name]: _before, ...others } = draft.fields;
    change({ fields: value === undefined || value === '' ? others : { ...others, [name]: value } });
  };
  return (
    <>
      {fields.map((field) =>
        field.kind === 'secret' ? (
          <SecretField key={field.name} field={field} draft={draft} change={change} />
        ) : (
          <PlainField key={field.name} field={field} value={draft.fields[field.name]} onChange={(value) => set(field.name, value)} />
        ),
      )}
    </>
  );
}

/** The definition names the secret; its value goes beside it. Left empty in a system that runs, it stays. */
function SecretField({ field, draft, change }: ConnectionStepProps & { readonly field: AdapterField }) {
  const named = (draft.fields[field.name] as { secret?: string } | undefined)?.secret;
  const name =
    named ??
    field.name
      .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      .replace(/[^a-z0-9-]/g, '-')
      .replace(/^[^a-z]+/, 'secret-');
  return (
    <TextField
      id={field.name}
      type="password"
      autoComplete="off"
      optional={field.optional || draft.before !== null}
      label={field.label}
      hint={field.hint ?? t('callsSecretHint')}
      value={draft.fieldSecrets[name] ?? ''}
      onChange={(value) =>
        change({
          fieldSecrets: { ...draft.fieldSecrets, [name]: value },
          ...(value && !named ? { fields: { ...draft.fields, [field.name]: { secret: name } } } : {}),
        })
      }
    />
  );
}

interface PlainFieldProps {
  readonly field: AdapterField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function PlainField({ field: { name, kind, label, hint, optional, choices }, value, onChange }: PlainFieldProps) {
  const words = hint === null ? {} : { hint };
  if (kind === 'boolean')
    return (
      <Checkbox checked={value === true} onChange={onChange}>
        {label}
      </Checkbox>
    );
  if (kind === 'choice')
    return (
      <Select
        id={name}
        label={label}
        options={choices.map((id) => ({ id, label: id }))}
        value={typeof value === 'string' ? value : null}
        onChange={(chosen) => onChange(chosen ?? undefined)}
      />
    );
  if (kind === 'json') return <JsonField label={label} name={name} {...words} optional={optional} value={value} onChange={onChange} />;
  return (
    <TextField
      id={name}
      type="url"
      optional={optional}
      label={label}
      {...words}
      value={value === undefined ? '' : String(value)}
      onChange={(typed) => onChange(kind === 'number' && typed !== '' ? Number(typed) : typed)}
    />
  );
}

interface JsonFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional: boolean;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A part that holds parts of its own, as JSON. */
function JsonField({ name, label, hint, optional, value, onChange }: JsonFieldProps) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  const take = (typed: string) => {
    setText(typed);
    try {
      onChange(typed.trim() ? JSON.parse(typed) : undefined);
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <div dir="ltr">
      <TextArea
        id={name}
        rows={4}
        optional={optional}
        label={label}
        {...(hint ? { hint } : {})}
        value={text}
        onChange={take}
        error={wrong ? t('tryNotJson') : undefined}
      />
    </div>
  );
}

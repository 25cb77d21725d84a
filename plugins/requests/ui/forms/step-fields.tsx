// The package's own entry leads to a registry for tests, and that to ajv, which the portal's policy does not let run in a browser.
import Form from '@rjsf/core/lib/components/Form.js';
import { useMemo } from 'react';
import type { Answers, Form as ServiceForm } from '../../shared/forms/form-types.ts';
import { schemaOfFields, uiSchemaOf } from './rjsf-schema.ts';
import { fields, templates, validator } from './rjsf-theme.tsx';

interface StepFieldsProps {
  readonly form: ServiceForm;
  /** Fields that are asked now. */
  readonly names: readonly string[];
  readonly answers: Answers;
  readonly onChange: (answers: Answers) => void;
}

/** The form begins empty: no answer is chosen for the person, and no row is there before it is added. */
const EMPTY_AT_FIRST = {
  constAsDefaults: 'never',
  emptyObjectFields: 'skipDefaults',
  arrayMinItems: { populate: 'never' },
} as const;

/** The fields of one step, drawn by RJSF with the kit's controls. */
export function StepFields({ form, names, answers, onChange }: StepFieldsProps) {
  const key = names.join();
  const drawn = useMemo(() => {
    const asked = key === '' ? [] : key.split(',');
    return { schema: schemaOfFields(form, asked), uiSchema: { ...uiSchemaOf(form.ui, asked), 'ui:submitButtonOptions': { norender: true } } };
  }, [form, key]);
  const shown = Object.fromEntries(names.filter((name) => answers[name] !== undefined).map((name) => [name, answers[name]]));
  if (names.length === 0) return null;
  return (
    <Form
      tagName="div"
      schema={drawn.schema}
      uiSchema={drawn.uiSchema}
      formData={shown}
      onChange={({ formData }) => onChange(Object.fromEntries(names.map((name) => [name, (formData as Answers)[name]])))}
      validator={validator}
      fields={fields}
      templates={templates}
      idPrefix="form"
      idSeparator="-"
      noValidate
      noHtml5Validate
      showErrorList={false}
      experimental_defaultFormStateBehavior={EMPTY_AT_FIRST}
    />
  );
}

import { TextArea, TextField } from '@amanah/ui/fields';
import { ComboBox, Select } from '@amanah/ui/select';
import { useEffect, useState } from 'react';
import type { ProcedureTextAnswer } from '../../shared/answers/procedure-answers.ts';
import { t } from '../forms/messages.ts';
import type { BpmnElement } from '../map/bpmn-js.ts';
import { fieldsOf, kindsOf, setValue, sortOf, valueOf, type Field } from './element-values.ts';
import type { Modeler } from './modeler.ts';

export type Vocabulary = Pick<ProcedureTextAnswer, 'roles' | 'states' | 'operations' | 'forms'>;

interface ElementFormProps {
  readonly modeler: Modeler;
  readonly element: BpmnElement | null;
  readonly onSelect: (id: string | null) => void;
  readonly words: Vocabulary;
}

const isDrawn = ({ type, labelTarget, businessObject }: BpmnElement) =>
  !labelTarget && businessObject?.$type !== undefined && (sortOf(businessObject) !== 'other' || type === 'bpmn:Participant');

/** The chosen element in words: everything that stands in its attributes, also for those who do not draw with a pointer. */
export function ElementForm({ modeler, element, onSelect, words }: ElementFormProps) {
  const all = modeler.get('elementRegistry').getAll().filter(isDrawn);
  return (
    <>
      <ComboBox
        label={t('anElement')}
        hint={t('anElementHint')}
        value={element?.id ?? null}
        onChange={onSelect}
        options={all.map(({ id, businessObject }) => ({ id, label: `${t(`anKind_${sortOf(businessObject)}`)}: ${businessObject.name ?? id}` }))}
      />
      {element === null ? (
        <p className="am-caption">{t('anElementNone')}</p>
      ) : (
        fieldsOf(element.businessObject).map((field) => (
          <ElementField key={`${element.id} ${field}`} field={field} modeler={modeler} element={element} words={words} />
        ))
      )}
    </>
  );
}

const labels = {
  kind: 'anKind',
  name: 'anNameAr',
  nameEn: 'anNameEn',
  role: 'anRole',
  unit: 'anLaneUnit',
  holder: 'anHolder',
  sla: 'anSla',
  form: 'anForm',
  operation: 'anOperation',
  state: 'anState',
  stateWhenDone: 'anStateDone',
  condition: 'anCondition',
  due: 'anDue',
  calendar: 'anCalendar',
  message: 'anMessage',
  error: 'anError',
  called: 'anCalled',
} as const satisfies Record<Field, string>;
const hints = {
  role: 'anRoleHint',
  unit: 'anLaneUnitHint',
  sla: 'anSlaHint',
  operation: 'anOperationHint',
  condition: 'anConditionHint',
  due: 'anDueHint',
} as const;

function ElementField({
  field,
  modeler,
  element,
  words,
}: Omit<ElementFormProps, 'onSelect' | 'element'> & { readonly field: Field; readonly element: BpmnElement }) {
  const said = valueOf(element.businessObject, field);
  const set = (value: string) => value !== said && setValue(modeler, element, field, value);
  const hint = field in hints ? t(hints[field as keyof typeof hints]) : undefined;
  const head = { label: t(labels[field]), optional: field !== 'name', ...(hint && { hint }) };
  const choices = choicesOf(field, element, words);
  if (choices)
    return (
      <Select
        {...head}
        optional={false}
        value={said}
        onChange={(value) => set(value ?? '')}
        options={choices.some(({ id }) => id === said) ? choices : [...choices, { id: said, label: said || t('anNone') }]}
      />
    );
  return <Typed key={element.id} head={head} said={said} onDone={set} long={field === 'condition'} suggestions={suggestionsOf(field, words)} />;
}

function choicesOf(field: Field, { businessObject }: BpmnElement, { roles, states }: Vocabulary) {
  const none = { id: '', label: t('anNone') };
  const named = (options: readonly { readonly id: string; readonly name: string }[]) => options.map(({ id, name }) => ({ id, label: name }));
  switch (field) {
    case 'kind':
      return kindsOf(businessObject).map((id) => ({ id, label: t(`anKind_${id}`) }));
    case 'role':
      return [{ id: '', label: t('anRoleNone') }, ...named(roles)];
    case 'state':
    case 'stateWhenDone':
      return [none, ...named(states)];
    case 'holder':
      return (['authority', 'applicant', 'external'] as const).map((id) => ({ id, label: t(`anHolder_${id}`) }));
    case 'calendar':
      return (['all', 'working'] as const).map((id) => ({ id, label: t(`anCalendar_${id}`) }));
    default:
      return null;
  }
}

const suggestionsOf = (field: Field, { operations, forms }: Vocabulary): readonly string[] | undefined =>
  field === 'operation' ? operations : field === 'form' ? forms : field === 'unit' ? ['request', 'applicant', 'office'] : undefined;

/** Written when the field is left, so that one word is one step to undo. */
function Typed({
  head,
  said,
  onDone,
  long,
  suggestions,
}: {
  readonly head: { readonly label: string; readonly optional: boolean; readonly hint?: string };
  readonly said: string;
  readonly onDone: (value: string) => void;
  readonly long: boolean;
  readonly suggestions: readonly string[] | undefined;
}) {
  const [value, setTyped] = useState(said);
  useEffect(() => setTyped(said), [said]);
  return (
    <div onBlur={() => onDone(value)}>
      {long ? (
        <TextArea {...head} rows={3} value={value} onChange={setTyped} />
      ) : (
        <TextField {...head} value={value} onChange={setTyped} suggestions={suggestions} />
      )}
    </div>
  );
}

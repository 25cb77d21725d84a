import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { fieldSchema } from '../../shared/forms/asked.ts';
import type { FieldUi, Form, JsonSchema } from '../../shared/forms/form-types.ts';

/** The part of the form's schema that asks the given fields now; conditions were settled before. */
export function schemaOfFields(form: Form, names: readonly string[]): RJSFSchema {
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, plain(fieldSchema(form, name))])) } as RJSFSchema;
}

/** Without rules: RJSF draws what there is, and what is wrong is said by the form's own engine. */
function plain(schema: JsonSchema): JsonSchema {
  const { type, properties, items } = schema as { type: string; properties?: Readonly<Record<string, JsonSchema>>; items?: JsonSchema };
  const { maxItems } = schema as { maxItems?: number };
  if (type === 'object') return { type, properties: Object.fromEntries(Object.entries(properties ?? {}).map(([name, part]) => [name, plain(part)])) };
  if (type === 'array') return { type, items: plain(items ?? {}), ...(maxItems ? { maxItems } : {}) };
  return { type };
}

const ofParts = (ui: FieldUi) => ui.widget === 'repeater' || ui.widget === 'group';

/** RJSF's own UI schema: which component draws a field, with the field's words beside. */
export function uiSchemaOf(fields: Readonly<Record<string, FieldUi>>, names: readonly string[] = Object.keys(fields)): UiSchema {
  const entries = names.map((name): [string, UiSchema] => [name, uiSchemaOfField(fields[name] as FieldUi)]);
  return { ...Object.fromEntries(entries), 'ui:order': [...names] };
}

function uiSchemaOfField(ui: FieldUi): UiSchema {
  const options = { 'ui:options': { ui } };
  if (!ofParts(ui)) return { 'ui:field': 'kit', 'ui:fieldReplacesAnyOrOneOf': true, ...options };
  const parts = uiSchemaOf(ui.items ?? {});
  return ui.widget === 'group' ? { ...parts, ...options } : { items: parts, 'ui:options': { ui, orderable: false } };
}

/** The words of a field that RJSF hands to a component; nothing for the form itself and for rows. */
export function fieldUi(uiSchema: UiSchema | undefined): FieldUi | undefined {
  return (uiSchema?.['ui:options'] as { readonly ui?: FieldUi } | undefined)?.ui;
}

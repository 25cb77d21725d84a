import type { Condition, FieldConfig, FormLibrary } from './config-types.ts';
import type { FieldUi, JsonSchema, Option, UploadRules, WidgetName } from './form-types.ts';

const MEGABYTE = 1024 ** 2;
const uploadRules: UploadRules = { accept: ['.pdf', '.jpg', '.jpeg', '.png'], maxBytes: 5 * MEGABYTE, maxFiles: 3 };

/** What a widget alone says of its answer; the field's own schema adds to it. */
const widgetSchemas: Partial<Record<WidgetName, JsonSchema>> = {
  text: { type: 'string', minLength: 2, maxLength: 200 },
  longText: { type: 'string', minLength: 10, maxLength: 2000 },
  digits: { type: 'string' },
  phone: { type: 'string', format: 'mobile' },
  email: { type: 'string', format: 'email', maxLength: 254 },
  number: { type: 'number' },
  date: { type: 'string', format: 'date' },
  choice: { type: 'string' },
  select: { type: 'string' },
  search: { type: 'string' },
  yesNo: { type: 'boolean' },
  undertaking: { type: 'boolean', const: true },
};

/** A file that was uploaded before: the server knows it by its id and puts the true name, size and type in. */
function uploadSchema({ maxBytes, maxFiles, minFiles = 1 }: UploadRules): JsonSchema {
  const item = {
    type: 'object',
    properties: {
      id: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' },
      name: { type: 'string', minLength: 1, maxLength: 200 },
      size: { type: 'integer', minimum: 1, maximum: maxBytes },
    },
    required: ['id', 'name', 'size'],
    additionalProperties: false,
  };
  return { type: 'array', items: item, minItems: minFiles, maxItems: maxFiles };
}

function objectSchema(items: Readonly<Record<string, FieldConfig>>, library: FormLibrary): JsonSchema {
  const fields = Object.entries(items);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, schemaOf(field, library)])),
    required: fields.filter(([, field]) => !field.optional).map(([name]) => name),
    additionalProperties: false,
  };
}

const optionsOf = (field: FieldConfig, library: FormLibrary): readonly Option[] | undefined =>
  field.list === 'municipalities' ? library.municipalities : field.options;

/** The JSON Schema of a field's answer. */
export function schemaOf(field: FieldConfig, library: FormLibrary): JsonSchema {
  const ids = optionsOf(field, library)?.map(({ id }) => id);
  switch (field.widget) {
    case 'upload':
      return uploadSchema({ ...uploadRules, ...field.upload });
    case 'place':
    case 'group':
      return { ...objectSchema(field.items ?? {}, library), ...field.schema };
    case 'repeater':
      return { type: 'array', items: objectSchema(field.items ?? {}, library), minItems: 1, maxItems: 20, ...field.schema };
    case 'choices':
      return { type: 'array', items: { type: 'string', enum: ids }, minItems: 1, uniqueItems: true, ...field.schema };
    default:
      return { ...widgetSchemas[field.widget], ...(ids ? { enum: ids } : {}), ...field.schema };
  }
}

function wantedSchema(wanted: Condition[string]): JsonSchema {
  if (Array.isArray(wanted)) return { enum: wanted };
  // An array has an `includes` of its own, so that it is told apart first.
  return typeof wanted === 'object' && typeof wanted.includes === 'string' ? { type: 'array', contains: { const: wanted.includes } } : { enum: [wanted] };
}

/** The condition as a schema over all the answers. */
export function conditionSchema(condition: Condition): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const [name, wanted] of Object.entries(condition)) {
    const [field = name, inner] = name.split('.');
    const value = wantedSchema(wanted);
    properties[field] = inner ? { type: 'object', properties: { [inner]: value }, required: [inner] } : value;
  }
  return { type: 'object', properties, required: Object.keys(properties) };
}

/** The UI schema of a field. */
export function uiOf(name: string, field: FieldConfig, library: FormLibrary): FieldUi {
  const purpose = library.purposes[field.purpose];
  if (!purpose) throw new Error(`field ${name}: no purpose is named ${field.purpose}`);
  const { title, hint, widget, unit, errors, optional, half, row, when, items, weight, critical } = field;
  const options = optionsOf(field, library);
  return {
    title,
    widget,
    purpose,
    ...(hint ? { hint } : {}),
    ...(unit ? { unit } : {}),
    ...(errors ? { errors } : {}),
    ...(optional ? { optional } : {}),
    ...(half ? { half } : {}),
    ...(row ? { row } : {}),
    ...(weight ? { weight } : {}),
    ...(critical ? { critical } : {}),
    ...(options ? { options } : {}),
    ...(when ? { when: conditionSchema(when) } : {}),
    ...(items ? { items: Object.fromEntries(Object.entries(items).map(([inner, one]) => [inner, uiOf(`${name}.${inner}`, one, library)])) } : {}),
    ...(widget === 'upload' ? { upload: { ...uploadRules, ...field.upload } } : {}),
  };
}

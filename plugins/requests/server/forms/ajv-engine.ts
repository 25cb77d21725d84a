import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Keeps } from '../../shared/forms/asked.ts';
import { formats } from '../../shared/forms/formats.ts';
import type { JsonSchema } from '../../shared/forms/form-types.ts';

/**
 * The server's engine: ajv 2020 in strict mode, with the formats of the forms and no others. A schema is compiled at its first use;
 * forms share most of their fields, so that equal schemas are compiled once.
 */
export function ajvEngine(): Keeps {
  const accepted = Object.fromEntries(Object.entries(formats).map(([name, { accepts }]) => [name, accepts]));
  // A place names two ways of answering, each by what it requires of properties that stand one level above.
  const ajv = new Ajv2020({ strict: true, strictRequired: false, formats: accepted });
  const bySchema = new WeakMap<JsonSchema, ValidateFunction>();
  const byText = new Map<string, ValidateFunction>();

  const compiled = (schema: JsonSchema): ValidateFunction => {
    const text = JSON.stringify(schema);
    let validate = byText.get(text);
    if (!validate) byText.set(text, (validate = ajv.compile(schema)));
    bySchema.set(schema, validate);
    return validate;
  };
  return (schema, value) => (bySchema.get(schema) ?? compiled(schema))(value);
}

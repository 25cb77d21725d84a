import { format, Validator } from '@cfworker/json-schema';
import type { Keeps } from '../../shared/forms/asked.ts';
import { formats } from '../../shared/forms/formats.ts';
import type { JsonSchema } from '../../shared/forms/form-types.ts';

for (const [name, { accepts }] of Object.entries(formats)) format[name] = accepts;

/** The browser's engine: it walks the schema, since the portal's policy lets no page make code out of text. */
export function interpreter(): Keeps {
  const validators = new WeakMap<JsonSchema, Validator>();
  return (schema, value) => {
    let validator = validators.get(schema);
    if (!validator) validators.set(schema, (validator = new Validator(schema, '2020-12')));
    return validator.validate(value).valid;
  };
}

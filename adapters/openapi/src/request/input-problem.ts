import { AdapterError } from '@amanah/adapter-api';
import { step } from '../document/json.ts';

/** What a value cannot be written as; the field is told by a JSON pointer. */
export function inputProblem(path: readonly (string | number)[], message: string): AdapterError {
  const pointer = path.map(step).join('');
  return new AdapterError('input-invalid', `${pointer}: ${message}`, { reached: 'no', findings: [{ path: pointer, message }] });
}

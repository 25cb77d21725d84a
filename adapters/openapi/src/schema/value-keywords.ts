import { listAt, type JsonObject } from '../document/json.ts';
import { usablePattern } from './keywords.ts';

/** Takes a keyword into the schema that is made. */
export type Put = (name: string, value: unknown) => void;
/** Notes a keyword that is not right, and is left out. */
export type Wrong = (name: string) => void;

/** What a value may be: listed, fixed, given by default or as an example, or of a pattern. */
export function putValues(value: JsonObject, nullable: boolean, put: Put, wrong: Wrong): void {
  if (value['enum'] !== undefined) {
    // YAML reads `on`, `1` and dates as something else than the text that was meant.
    const meant = (one: unknown) => (value['type'] === 'string' && (typeof one === 'number' || typeof one === 'boolean') ? String(one) : one);
    const found = new Map(listAt(value, 'enum').map((one) => [JSON.stringify(meant(one)), meant(one)]));
    if (nullable) found.set('null', null);
    if (listAt(value, 'enum').length === 0) wrong('enum');
    else put('enum', [...found.values()]);
  }
  if (value['const'] !== undefined) put('const', value['const']);
  if (value['default'] !== undefined && JSON.stringify(value['default']).length <= 500) put('default', value['default']);
  const examples = [...listAt(value, 'examples'), value['example']].filter((one) => ['string', 'number', 'boolean'].includes(typeof one));
  if (examples.length > 0 && String(examples[0]).length <= 100) put('examples', [examples[0]]);
  if (value['pattern'] !== undefined) {
    const pattern = usablePattern(value['pattern']);
    if (pattern === null) wrong('pattern');
    else put('pattern', pattern);
  }
}

/** Bounds of numbers, in the boolean form of 3.0 and the one of 3.1. */
export function putBounds(value: JsonObject, put: Put, wrong: Wrong): void {
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const [limit, beyond] = [value[bound], value[exclusive]];
    if (limit !== undefined && typeof limit !== 'number') wrong(bound);
    if (typeof limit === 'number') put(beyond === true ? exclusive : bound, limit);
    if (typeof beyond === 'number') put(exclusive, beyond);
    else if (beyond !== undefined && typeof beyond !== 'boolean') wrong(exclusive);
  }
}

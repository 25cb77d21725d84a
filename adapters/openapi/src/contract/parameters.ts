import type { JsonSchema } from '@amanah/adapter-api';
import type { DocumentSet, Located } from '../document/document-set.ts';
import { isObject, listAt, member, objectAt, shown, textAt } from '../document/json.ts';
import type { ParameterPlan, Place, Style } from '../plan.ts';
import { kindOf, parseMediaType } from './media-type.ts';
import { anything, taken, type OperationPlace, type ReadParameter, type Reading } from './reading.ts';

const places: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie']);
/** Styles that the standard allows at a place, its default first. */
const stylesAt: Readonly<Record<Place, readonly Style[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};
const collections: Readonly<Record<string, Style>> = { csv: 'form', ssv: 'spaceDelimited', tsv: 'tabDelimited', pipes: 'pipeDelimited', multi: 'form' };
/** Headers that the standard keeps for other parts of a description. */
const reservedHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/** Parameters of an operation with those of its path, the operation's own winning; form fields and bodies of Swagger 2.0 stay out. */
export function parametersAt(reading: Reading, { item, operation, problems }: OperationPlace): readonly Located[] {
  const found = new Map<string, Located>();
  for (const owner of [item, operation]) {
    const list = reading.set.child(owner, 'parameters');
    for (const index of listAt(owner.value, 'parameters').keys()) {
      const { at, missing } = reading.set.deref(reading.set.child(list, index));
      if (at) found.set(`${textAt(at.value, 'in')} ${textAt(at.value, 'name')}`, at);
      else problems.push({ kind: 'unresolved', place: `${list.pointer}/${index}`, found: missing });
    }
  }
  return [...found.values()];
}

/** Reads the parameters that stand in address, headers and cookies. */
export function readParameters(reading: Reading, place: OperationPlace, found: readonly Located[]): readonly ReadParameter[] {
  const { config } = reading;
  const filled = [config.idempotencyHeader, config.requestIdHeader].map((name) => name?.toLowerCase());
  const read: ReadParameter[] = [];
  for (const at of found) {
    const [name, where] = [textAt(at.value, 'name'), textAt(at.value, 'in')];
    if (name === null || where === null || !places.has(where)) {
      if (where !== 'body' && where !== 'formData') place.problems.push({ kind: 'invalid', place: at.pointer, found: shown({ name, in: where }) });
      continue;
    }
    if (where === 'header' && (reservedHeaders.has(name.toLowerCase()) || filled.includes(name.toLowerCase()))) continue;
    if (where === 'path' && !place.path.includes(`{${name}}`)) {
      reading.note({ kind: 'ignored', place: at.pointer, found: `path parameter ${name}, which ${place.path} does not hold` });
      continue;
    }
    const one = readParameter(reading, place, at, name, where as Place);
    if (one) read.push(one);
  }
  for (const [, name = ''] of place.path.matchAll(/\{([^{}]*)\}/g)) {
    if (read.some(({ plan }) => plan.in === 'path' && plan.name === name)) continue;
    reading.note({ kind: 'invalid', place: place.operation.pointer, found: `no parameter describes {${name}} of ${place.path}` });
    const schema: JsonSchema = { type: 'string', minLength: 1 };
    read.push({ plan: planOf(name, 'path', true, { style: 'simple', explode: false }), schema: { ...anything, schema } });
  }
  return read;
}

function readParameter(reading: Reading, place: OperationPlace, at: Located, name: string, where: Place): ReadParameter | null {
  const required = where === 'path' || member(at.value, 'required') === true;
  if (reading.dialect === '2.0') {
    const format = textAt(at.value, 'collectionFormat') ?? 'csv';
    const style = collections[format] ?? 'form';
    if (!usable(reading, place, at, at, style, required)) return null;
    const plain = style === 'form' && where !== 'query' ? 'simple' : style;
    return { plan: planOf(name, where, required, { style: plain, explode: format === 'multi' }), schema: taken(reading.input.convert(at), place) };
  }
  const content = objectAt(at.value, 'content');
  const [type] = Object.keys(content);
  if (type !== undefined) {
    const kind = kindOf(parseMediaType(type).essence);
    if (kind === 'binary') return unusable(reading, place, at, `a parameter in ${type}`, required);
    const schema = reading.set.child(reading.set.child(reading.set.child(at, 'content'), type), 'schema');
    const plan = { ...planOf(name, where, required, { style: stylesAt[where][0] as Style, explode: false }), content: parseMediaType(type).essence };
    return { plan, schema: taken(reading.input.convert(schema), place) };
  }
  const allowed = stylesAt[where];
  const asked = textAt(at.value, 'style') as Style | null;
  if (asked !== null && !allowed.includes(asked)) reading.note({ kind: 'invalid', place: at.pointer, found: `style ${asked} in ${where}` });
  const style = asked !== null && allowed.includes(asked) ? asked : (allowed[0] as Style);
  const explode = member(at.value, 'explode');
  const schema = reading.set.child(at, 'schema');
  if (!usable(reading, place, at, schema, style, required)) return null;
  const writing = {
    style,
    explode: typeof explode === 'boolean' ? explode : style === 'form',
    reserved: where === 'query' && member(at.value, 'allowReserved') === true,
  };
  return { plan: planOf(name, where, required, writing), schema: taken(reading.input.convert(schema), place) };
}

function planOf(name: string, where: Place, required: boolean, writing: { style: Style; explode: boolean; reserved?: boolean }): ParameterPlan {
  return { property: name.replaceAll('.', '_'), name, in: where, required, reserved: false, content: null, ...writing };
}

/** Whether values of a schema can be written in a style: only `deepObject` has a place for values within values. */
function usable(reading: Reading, place: OperationPlace, at: Located, schema: Located, style: Style, required: boolean): boolean {
  if (style === 'deepObject') return true;
  const nested = nestedType(reading.set, schema);
  if (nested !== null) unusable(reading, place, at, `${nested} in style ${style}, for which the standard has no writing`, required);
  return nested === null;
}

/** A parameter that cannot be sent is in the way only when it must be. */
function unusable(reading: Reading, place: OperationPlace, at: Located, found: string, required: boolean): null {
  if (required) place.problems.push({ kind: 'unsupported', place: at.pointer, found });
  else reading.note({ kind: 'ignored', place: at.pointer, found });
  return null;
}

function nestedType(set: DocumentSet, at: Located): string | null {
  const schema = set.deref(at).at;
  if (!schema) return null;
  const compound = (inner: Located) => {
    const type = member(set.deref(inner).at?.value, 'type');
    return type === 'object' || type === 'array' ? type : null;
  };
  const items = compound(set.child(schema, 'items'));
  if (member(schema.value, 'type') === 'array' && items !== null) return `an array of ${items}s`;
  const properties = set.child(schema, 'properties');
  const names = isObject(properties.value) ? Object.keys(properties.value) : [];
  const inner = names.find((name) => compound(set.child(properties, name)) !== null);
  return inner === undefined ? null : `an object with ${compound(set.child(properties, inner))} "${inner}"`;
}

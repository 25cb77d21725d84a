import type { Located } from '../document/document-set.ts';
import { isObject, listAt, member, objectAt, textAt } from '../document/json.ts';
import type { SchemePlan } from '../plan.ts';
import { fieldsOf, multipartSchema, partPlans } from './form-parts.ts';
import { kindOf, parseMediaType } from './media-type.ts';
import { anything, partOf, taken, type OperationPlace, type Part, type ReadAnswer, type ReadBody, type Reading } from './reading.ts';

type Kind = ReadBody['plan']['as'];
/** What is sent when several media types are offered, best first. */
const preference: readonly (Kind | null)[] = ['json', 'form', 'multipart', 'text', 'binary'];

function sentAs(essence: string): Kind | null {
  if (essence === 'application/x-www-form-urlencoded') return 'form';
  if (essence === 'multipart/form-data') return 'multipart';
  if (essence.startsWith('multipart/')) return null;
  const kind = kindOf(essence);
  return kind === 'any' ? 'json' : kind;
}

/** Reads the request body of an operation; of several media types the one that says most is chosen. */
export function readBody(reading: Reading, place: OperationPlace): ReadBody | null {
  const where = reading.set.child(place.operation, 'requestBody');
  if (where.value === undefined) return null;
  const { at, missing } = reading.set.deref(where);
  if (!at) {
    place.problems.push({ kind: 'unresolved', place: where.pointer, found: missing });
    return null;
  }
  const content = reading.set.child(at, 'content');
  const offered = Object.keys(isObject(content.value) ? content.value : {});
  if (offered.length === 0) {
    reading.note({ kind: 'ignored', place: at.pointer, found: 'a body without content' });
    return null;
  }
  const rank = (type: string) => {
    const { essence } = parseMediaType(type);
    const kind = sentAs(essence);
    return kind === null ? preference.length : preference.indexOf(kind) + (kind === 'json' && essence !== 'application/json' ? 0.5 : 0);
  };
  const [type = ''] = offered.toSorted((one, other) => rank(one) - rank(other));
  const { essence } = parseMediaType(type);
  const kind = sentAs(essence);
  if (kind === null) {
    place.problems.push({ kind: 'unsupported', place: content.pointer, found: offered.join(', ') });
    return null;
  }
  return bodyOf(reading, place, reading.set.child(content, type), { type, essence, kind, required: member(at.value, 'required') === true });
}

function bodyOf(
  reading: Reading,
  place: OperationPlace,
  media: Located,
  { type, essence, kind, required }: { type: string; essence: string; kind: Kind; required: boolean },
): ReadBody {
  const schema = reading.set.child(media, 'schema');
  const plain = { required, named: false, parts: {} };
  if (kind === 'json') {
    const sent = kindOf(essence) === 'any' ? 'application/json' : type;
    return { plan: { ...plain, type: sent, as: kind }, schema: taken(reading.input.convert(schema), place) };
  }
  if (kind === 'text')
    return { plan: { ...plain, type: essence === 'text/*' ? 'text/plain' : type, as: kind }, schema: { ...anything, schema: { type: 'string' } } };
  if (kind === 'binary') {
    const base64 = { type: 'string', contentEncoding: 'base64' };
    const named = essence.endsWith('/*');
    const told = { type: 'object', properties: { content: base64, type: { type: 'string' } }, required: ['content', 'type'], additionalProperties: false };
    return { plan: { ...plain, type, as: kind, named }, schema: { ...anything, schema: named ? told : base64 } };
  }
  const fields = fieldsOf(reading.set, schema);
  const parts = partPlans(reading, fields, reading.set.child(media, 'encoding'), kind === 'multipart');
  const described = kind === 'multipart' ? multipartSchema(reading, place, schema, fields, parts) : taken(reading.input.convert(schema), place);
  return { plan: { ...plain, type, as: kind, parts }, schema: described };
}

/** Statuses by which an operation succeeds, each with what it answers. */
export function readAnswers(reading: Reading, place: OperationPlace): readonly ReadAnswer[] {
  const responses = reading.set.child(place.operation, 'responses');
  const statuses = Object.keys(isObject(responses.value) ? responses.value : {});
  const good = statuses.filter((status) => /^[23](?:\d\d|xx)$/i.test(status));
  const chosen = good.some((status) => status.startsWith('2')) ? good : [...good, ...statuses.filter((status) => status === 'default')];
  if (chosen.length === 0) {
    reading.note({ kind: 'ignored', place: responses.pointer, found: 'no answer of success is described' });
    return [{ plan: { status: '2XX', bodies: [], headers: [] }, schema: anything }];
  }
  return chosen.flatMap((status) => {
    const { at, missing } = reading.set.deref(reading.set.child(responses, status));
    if (at) return answerOf(reading, place, status, at) ?? [];
    reading.note({ kind: 'unresolved', place: responses.pointer, found: missing });
    return { plan: { status: statusName(status), bodies: [], headers: [] }, schema: anything };
  });
}

const statusName = (status: string) => (status === 'default' ? status : status.toUpperCase());

function answerOf(reading: Reading, place: OperationPlace, status: string, at: Located): ReadAnswer | null {
  const content = reading.set.child(at, 'content');
  const offered = Object.keys(isObject(content.value) ? content.value : {}).map((type) => ({ type, essence: parseMediaType(type).essence }));
  const headers = Object.keys(objectAt(at.value, 'headers')).filter((name) => name.toLowerCase() !== 'content-type');
  const plan = { status: statusName(status), headers };
  if (offered.length === 0) return { plan: { ...plan, bodies: [] }, schema: withoutBody(status, place.method, headers) };
  const kinds = ['json', 'any', 'text', 'binary'] as const;
  const kind = kinds.find((one) => offered.some(({ essence }) => kindOf(essence) === one)) ?? 'binary';
  const usable = offered.filter(({ essence }) => kindOf(essence) === kind && essence !== 'text/event-stream');
  const [first] = usable;
  if (!first) {
    place.problems.push({ kind: 'unsupported', place: content.pointer, found: 'text/event-stream, an answer without end' });
    return null;
  }
  const bodies = usable.map(({ essence }) => ({ type: essence, as: kind }));
  return {
    plan: { ...plan, bodies },
    schema: bodySchema(
      reading,
      usable.map(({ type }) => reading.set.child(reading.set.child(content, type), 'schema')),
      kind,
    ),
  };
}

/** Nothing, the headers that are described, or whatever comes, which the description leaves open. */
export function withoutBody(status: string, method: string, headers: readonly string[]): Part {
  const told = { type: 'object', properties: Object.fromEntries(headers.map((name) => [name, { type: 'string' }])) };
  const empty = status === '204' || status === '205' || method === 'HEAD' || status.startsWith('3');
  if (!empty) return anything;
  return { ...anything, schema: headers.length > 0 ? told : { type: 'null' } };
}

/** What answers of some media types hold; references that lead nowhere leave it open there. */
export function bodySchema(reading: Reading, schemas: readonly Located[], kind: 'json' | 'any' | 'text' | 'binary'): Part {
  if (kind === 'text') return { ...anything, schema: { type: 'string' } };
  if (kind === 'binary') return { ...anything, schema: { type: 'string', contentEncoding: 'base64' } };
  const converted = schemas.map((schema) => {
    const one = reading.output.convert(schema);
    for (const problem of one.missing) reading.note(problem);
    return one;
  });
  const different = new Map(converted.map((one) => [JSON.stringify(one.schema), one]));
  const [only] = different.values();
  if (different.size === 1 && only) return only;
  return partOf({ anyOf: [...different.values()].map(({ schema }) => schema) }, ...different.values());
}

/** Security schemes by name; scopes are all that any operation asks for. */
export function readSchemes(reading: Reading, scopes: ReadonlyMap<string, ReadonlySet<string>>): Readonly<Record<string, SchemePlan>> {
  const components = reading.set.child(reading.set.root, 'components');
  const schemes = reading.set.child(components, 'securitySchemes');
  const names = Object.keys(isObject(schemes.value) ? schemes.value : {});
  return Object.fromEntries(
    names.flatMap((name) => {
      const { at, missing } = reading.set.deref(reading.set.child(schemes, name));
      if (at) return [[name, schemeOf(at.value, [...(scopes.get(name) ?? [])])]];
      reading.note({ kind: 'unresolved', place: schemes.pointer, found: missing });
      return [];
    }),
  );
}

function schemeOf(value: unknown, scopes: readonly string[]): SchemePlan {
  const type = textAt(value, 'type') ?? '';
  const scheme = (textAt(value, 'scheme') ?? '').toLowerCase();
  if (type === 'apiKey') {
    const place = textAt(value, 'in');
    const name = textAt(value, 'name');
    if (name !== null && (place === 'header' || place === 'query' || place === 'cookie')) return { kind: 'apiKey', in: place, name };
  }
  if (type === 'http' && scheme === 'basic') return { kind: 'basic' };
  if (type === 'http' && scheme === 'bearer') return { kind: 'bearer' };
  if (type === 'mutualTLS') return { kind: 'certificate' };
  if (type === 'oauth2') {
    const flows = objectAt(value, 'flows');
    const tokenUrl = textAt(flows['clientCredentials'], 'tokenUrl');
    if (flows['clientCredentials'] !== undefined) return { kind: 'oauth2', tokenUrl, scopes };
    return { kind: 'other', said: `oauth2 by ${Object.keys(flows).join(', ') || 'no flow'}` };
  }
  return { kind: 'other', said: [type || 'no type', scheme].filter((one) => one !== '').join(' ') };
}

/** Alternatives of security schemes that an operation asks for; empty when it asks for none. */
export function readSecurity(root: unknown, operation: unknown): readonly (readonly string[])[] {
  const own = member(operation, 'security');
  const alternatives = Array.isArray(own) ? own : listAt(root, 'security');
  return alternatives.filter(isObject).map((one) => Object.keys(one));
}

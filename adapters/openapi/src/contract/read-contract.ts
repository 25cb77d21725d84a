import { AdapterError, type Contract, type ContractProblem, type JsonSchema, type OperationDescription } from '@amanah/adapter-api';
import type { OpenApiConfig } from '../config.ts';
import { nameOf, type DocumentSet } from '../document/document-set.ts';
import { isObject, listAt, member, objectAt, shown, textAt } from '../document/json.ts';
import type { OperationPlan, Snapshot } from '../plan.ts';
import { SchemaLibrary, type Dialect } from '../schema/schema-library.ts';
import { endless, fairShare, SchemaSizes } from '../schema/whole-schema.ts';
import { readAnswers, readBody, readSchemes, readSecurity } from './openapi3.ts';
import { parametersAt, readParameters } from './parameters.ts';
import { anything, partOf, type OperationPlace, type Part, type ReadAnswer, type ReadBody, type Reading, type ReadParameter } from './reading.ts';
import { operationAddress, systemAddress, type ServerAddress } from './servers.ts';
import { readAnswers2, readBody2, readSchemes2 } from './swagger2.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const;
const reads: ReadonlySet<string> = new Set(['get', 'head', 'options', 'trace', 'query']);
const repeatable: ReadonlySet<string> = new Set([...reads, 'put', 'delete']);
/** Characters that all schemas of a contract may have together: it is kept, compared and shown as a whole. */
const contractSize = 12_000_000;
/** Characters that one schema may have. */
const schemaSize = 1_000_000;
const maxOperations = 5_000;
const maxNotes = 500;

/** An operation whose schemas have no definitions yet. */
interface ReadOperation {
  readonly name: string;
  readonly plan: OperationPlan;
  readonly input: Part;
  readonly output: Part;
  readonly summary: string | null;
  readonly group: string | null;
  readonly problems: ContractProblem[];
  readonly place: string;
}

/** Reads what a document says of a system. @throws AdapterError when it is no OpenAPI or Swagger document */
export function readContract(set: DocumentSet, config: OpenApiConfig): Contract {
  const root = set.root.value;
  const { kind, dialect, ahead } = versionOf(root, nameOf(set.root.uri));
  const notes = new Map<string, ContractProblem>();
  const note = (problem: ContractProblem) => void (notes.size < maxNotes && notes.set(`${problem.kind} ${problem.place} ${problem.found}`, problem));
  if (ahead !== null) note({ kind: 'ignored', place: '/openapi', found: `${ahead}: read as 3.1` });
  const schemas = dialect === '2.0' ? set.child(set.root, 'definitions') : set.child(set.child(set.root, 'components'), 'schemas');
  const library = (direction: 'input' | 'output') => new SchemaLibrary({ set, dialect, direction, schemas, longNumbers: config.longNumbers === 'text', note });
  const reading: Reading = { set, dialect, config, input: library('input'), output: library('output'), note };

  const system = systemAddress(reading);
  if ('problem' in system) note(system.problem);
  const places = [...operationPlaces(reading)];
  if (places.length > maxOperations) note({ kind: 'ignored', place: '/paths', found: `${places.length} operations, ${maxOperations} are read` });
  const names = new Map<string, OperationPlace>();
  const read = places.slice(0, maxOperations).map((place) => readOperation(reading, place, system, nameFor(reading, place, names)));
  const scopes = scopesOf(places.map(({ operation }) => member(operation.value, 'security')).concat([member(root, 'security')]));
  const schemes = dialect === '2.0' ? readSchemes2(reading, scopes) : readSchemes(reading, scopes);
  noteCredentials(reading, read, schemes);
  noteUnheard(reading, places);

  const operations = assembled(reading, read);
  const snapshot: Snapshot = {
    form: 1,
    server: 'url' in system ? system.url : null,
    operations: Object.fromEntries(read.filter((_, index) => operations[index]?.problems.length === 0).map(({ name, plan }) => [name, plan])),
    schemes,
  };
  const info = objectAt(root, 'info');
  return {
    protocol: 'openapi',
    kind,
    title: textAt(info, 'title'),
    version: info['version'] === undefined ? null : String(info['version']),
    operations,
    problems: [...notes.values()],
    snapshot,
  };
}

function versionOf(root: unknown, name: string): { kind: string; dialect: Dialect; ahead: string | null } {
  const [openapi, swagger] = [member(root, 'openapi'), member(root, 'swagger')].map((one) => (one === undefined ? null : String(one)));
  if (swagger !== null && /^2(?:\.0)?$/.test(swagger ?? '')) return { kind: 'Swagger 2.0', dialect: '2.0', ahead: null };
  const known = /^3\.([0-9]+)(?:\.|$)/.exec(openapi ?? '');
  if (!known) {
    const found = openapi ?? swagger;
    throw new AdapterError('contract-violation', `${name}: ${found === null ? 'neither "openapi" nor "swagger" stands in it' : `version ${shown(found)}`}`, {
      reached: 'yes',
    });
  }
  const minor = Number(known[1]);
  return { kind: `OpenAPI ${openapi}`, dialect: minor === 0 ? '3.0' : '3.1', ahead: minor > 1 ? String(openapi) : null };
}

function* operationPlaces(reading: Reading): Generator<OperationPlace> {
  const { set } = reading;
  const paths = set.child(set.root, 'paths');
  for (const path of Object.keys(isObject(paths.value) ? paths.value : {})) {
    if (path.startsWith('x-')) continue;
    const { at, missing } = set.deref(set.child(paths, path));
    if (!at || !isObject(at.value)) {
      reading.note({ kind: missing === undefined ? 'invalid' : 'unresolved', place: set.child(paths, path).pointer, found: missing ?? shown(at?.value) });
      continue;
    }
    for (const method of methods) {
      if (isObject(at.value[method])) yield { path, method: method.toUpperCase(), item: at, operation: set.child(at, method), problems: [] };
    }
  }
}

/** The operationId or, when there is none or another has it, a name made of method and path. */
function nameFor(reading: Reading, place: OperationPlace, names: Map<string, OperationPlace>): string {
  const id = textAt(place.operation.value, 'operationId')?.trim() ?? '';
  const words = place.path.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const made = place.method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
  if (names.has(id)) reading.note({ kind: 'invalid', place: place.operation.pointer, found: `operationId ${id} stands twice` });
  const stem = id === '' || names.has(id) ? made : id;
  let name = stem;
  for (let n = 2; names.has(name); n++) name = `${stem}${n}`;
  names.set(name, place);
  return name;
}

function readOperation(reading: Reading, place: OperationPlace, system: ServerAddress, name: string): ReadOperation {
  const { dialect, config } = reading;
  const found = parametersAt(reading, place);
  const body = dialect === '2.0' ? readBody2(reading, place, found) : readBody(reading, place);
  const parameters = named(readParameters(reading, place, found), body !== null);
  const answers = dialect === '2.0' ? readAnswers2(reading, place) : readAnswers(reading, place);
  if (place.method === 'TRACE') place.problems.push({ kind: 'unsupported', place: place.operation.pointer, found: 'TRACE' });
  const own = operationAddress(reading, place, system);
  const address = own ?? system;
  if ('problem' in address) place.problems.push(address.problem);
  else if (!allowedOrigins(config, system).has(new URL(address.url).origin))
    place.problems.push({ kind: 'unsupported', place: place.operation.pointer, found: `${new URL(address.url).origin} is not among the declared origins` });
  const { operation } = place;
  const summary = textAt(operation.value, 'summary') ?? textAt(operation.value, 'description')?.split('\n')[0] ?? null;
  const [tag] = listAt(operation.value, 'tags');
  return {
    name,
    plan: {
      method: place.method,
      path: place.path.split('#')[0] ?? place.path,
      server: own && 'url' in own && !('url' in system && system.url === own.url) ? own.url : null,
      parameters: parameters.map(({ plan }) => plan),
      body: body?.plan ?? null,
      answers: answers.map(({ plan }) => plan),
      security: readSecurity(reading.set.root.value, operation.value),
    },
    input: inputOf(parameters, body),
    output: outputOf(answers, config),
    summary: summary && summary.length > 200 ? `${summary.slice(0, 200)}…` : summary,
    group: typeof tag === 'string' ? tag : null,
    problems: place.problems,
    place: operation.pointer,
  };
}

/** Origins that calls may go to: the system's own and those that the configuration declares. */
export function allowedOrigins(config: OpenApiConfig, system: ServerAddress): ReadonlySet<string> {
  return new Set([...('url' in system ? [new URL(system.url).origin] : []), ...config.origins]);
}

/** Gives each parameter a field of its own: its name; with its place before it where two share one or the body's name. */
function named(parameters: readonly ReadParameter[], body: boolean): readonly ReadParameter[] {
  const taken = new Set<string>(body ? ['body'] : []);
  return parameters.map(({ plan, schema }) => {
    let property = taken.has(plan.property) ? `${plan.in}_${plan.property}` : plan.property;
    for (let n = 2; taken.has(property); n++) property = `${plan.in}_${plan.property}_${n}`;
    taken.add(property);
    return { plan: { ...plan, property }, schema };
  });
}

function inputOf(parameters: readonly ReadParameter[], body: ReadBody | null): Part {
  const fields = parameters.map(({ plan, schema }): [string, JsonSchema] => {
    // Where a field comes from is worth saying only when its name does not.
    const told = plan.property === plan.name ? {} : { $comment: `${plan.in} parameter ${plan.name}` };
    return [plan.property, typeof schema.schema === 'object' ? { ...schema.schema, ...told } : schema.schema];
  });
  if (body) fields.push(['body', body.schema.schema]);
  const required = parameters.filter(({ plan }) => plan.required).map(({ plan }) => plan.property);
  if (body?.plan.required) required.push('body');
  const schema = { type: 'object', properties: Object.fromEntries(fields), ...(required.length > 0 ? { required } : {}), additionalProperties: false };
  return { ...partOf(schema, anything, ...parameters.map((one) => one.schema), ...(body ? [body.schema] : [])) };
}

function outputOf(answers: readonly ReadAnswer[], config: OpenApiConfig): Part {
  const different = new Map(answers.map(({ schema }) => [JSON.stringify(schema.schema), schema]));
  const schemas = [...different.values()].map(({ schema }) => schema);
  const body: JsonSchema = schemas.length === 1 ? (schemas[0] ?? true) : schemas.includes(true) ? true : { anyOf: schemas };
  const whole = {
    type: 'object',
    properties: { status: { type: 'integer' }, headers: { type: 'object', additionalProperties: { type: 'string' } }, body },
    required: ['status', 'headers', 'body'],
  };
  return partOf(config.answer === 'whole' ? whole : body, anything, ...different.values());
}

/** Puts every schema together with its definitions, all of them within the size of a contract. */
function assembled(reading: Reading, read: readonly ReadOperation[]): readonly OperationDescription[] {
  const sides = { input: new SchemaSizes(reading.input.definitions), output: new SchemaSizes(reading.output.definitions) };
  const measures = read.flatMap(({ input, output }) => [sides.input.measure(input, schemaSize), sides.output.measure(output, schemaSize)]);
  const most = Math.min(schemaSize, fairShare(measures, contractSize));
  return read.map(({ name, plan, input, output, summary, group, problems, place }) => {
    const whole = { input: sides.input.whole(input, most), output: sides.output.whole(output, most) };
    const open = whole.input.open + whole.output.open;
    if (open > 0)
      reading.note({ kind: 'ignored', place, found: `${open} definitions of its schemas: the document is too large to keep them for every operation` });
    for (const problem of whole.output.missing) reading.note(problem);
    const loop = endless(input.here, reading.input.definitions) ?? endless(output.here, reading.output.definitions);
    const all = [...problems, ...whole.input.missing];
    if (loop !== null) all.push({ kind: 'invalid', place, found: `the schema ${loop} is made of itself` });
    const method = plan.method.toLowerCase();
    return {
      name,
      summary,
      group,
      effect: reads.has(method) ? 'read' : 'write',
      idempotent: repeatable.has(method),
      input: whole.input.schema,
      output: whole.output.schema,
      problems: [...new Map(all.map((one) => [`${one.place} ${one.found}`, one])).values()],
    };
  });
}

function scopesOf(requirements: readonly unknown[]): ReadonlyMap<string, ReadonlySet<string>> {
  const scopes = new Map<string, Set<string>>();
  for (const requirement of requirements.flatMap((list) => (Array.isArray(list) ? list : []))) {
    for (const [name, asked] of Object.entries(isObject(requirement) ? requirement : {})) {
      const known = scopes.get(name) ?? new Set();
      for (const scope of Array.isArray(asked) ? asked : []) if (typeof scope === 'string') known.add(scope);
      scopes.set(name, known);
    }
  }
  return scopes;
}

/** Says which schemes are asked for and have no credential, and which credentials meet no scheme. */
function noteCredentials({ config, note }: Reading, read: readonly ReadOperation[], schemes: Snapshot['schemes']): void {
  const given = new Set(config.credentials.map(({ scheme }) => scheme));
  for (const [index, { scheme }] of config.credentials.entries())
    if (scheme !== undefined && !Object.hasOwn(schemes, scheme)) note({ kind: 'unresolved', place: `credentials.${index}.scheme`, found: scheme });
  if (given.has(undefined)) return;
  const unmet = new Set<string>();
  for (const { plan } of read) {
    const met = plan.security.length === 0 || plan.security.some((names) => names.every((name) => given.has(name) || schemes[name]?.kind === 'certificate'));
    if (!met) for (const name of plan.security.flat()) if (!given.has(name)) unmet.add(name);
  }
  for (const name of unmet) {
    const scheme = schemes[name];
    const said = scheme === undefined ? 'not described' : scheme.kind === 'other' ? scheme.said : scheme.kind;
    note({ kind: 'unresolved', place: `/security/${name}`, found: `no credential is given for it (${said})` });
  }
}

/** What the system would send by itself is not listened for. */
function noteUnheard(reading: Reading, places: readonly OperationPlace[]): void {
  const webhooks = Object.keys(objectAt(reading.set.root.value, 'webhooks')).length;
  if (webhooks > 0) reading.note({ kind: 'ignored', place: '/webhooks', found: `${webhooks} webhooks: calls of the system to us` });
  const calling = places.filter(({ operation }) => member(operation.value, 'callbacks') !== undefined).length;
  if (calling > 0) reading.note({ kind: 'ignored', place: '/paths', found: `callbacks of ${calling} operations: calls of the system to us` });
}

import { AdapterError, type InputFinding, type JsonSchema, type OperationDescription } from '@amanah/adapter-api';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { applyMapping, MappingFailed } from '../../mapping/apply-mapping.ts';
import type { Mapping } from '../../mapping/mapping.ts';

const maxFindings = 20;

/** A chosen operation: what goes in is mapped, then checked; what comes out is checked, then mapped. */
export interface CheckedOperation {
  /** Name in the contract. */
  readonly from: string;
  /** What the system takes. @throws AdapterError `input-invalid` with findings by field of our side */
  input(value: unknown): Promise<unknown>;
  /** What our side gets. @throws AdapterError `contract-violation` */
  output(value: unknown): Promise<unknown>;
}

/** Compiled schemas, as long as somebody holds the description. */
const compiledOf = new WeakMap<OperationDescription, { input?: ValidateFunction; output?: ValidateFunction }>();

/** Readies an operation; its schemas are compiled at its first call and kept. */
export function checkOperation(description: OperationDescription, mapping: { readonly input?: Mapping; readonly output?: Mapping }): CheckedOperation {
  const compiled = compiledOf.get(description) ?? {};
  compiledOf.set(description, compiled);
  const checkOf = (side: 'input' | 'output') => (compiled[side] ??= compile(description[side], side, `${description.name} (${side})`));
  return {
    from: description.name,
    async input(value) {
      const check = checkOf('input');
      const mapped = mapping.input ? await orInvalid(() => applyMapping(mapping.input as Mapping, value, 'input')) : value;
      if (check(mapped)) return mapped;
      const findings = (check.errors ?? []).slice(0, maxFindings).map((error) => ({ path: ourPlace(placeOf(error), mapping.input), message: says(error) }));
      throw new AdapterError('input-invalid', listed(findings), { reached: 'no', findings });
    },
    async output(value) {
      const check = checkOf('output');
      if (!check(value)) {
        const findings = (check.errors ?? []).slice(0, maxFindings).map((error) => ({ path: placeOf(error), message: says(error) }));
        throw new AdapterError('contract-violation', `the answer is not as described: ${listed(findings)}`, { reached: 'yes', findings });
      }
      if (!mapping.output) return value;
      try {
        return await applyMapping(mapping.output, value, 'output');
      } catch (error) {
        if (!(error instanceof MappingFailed)) throw error;
        throw new AdapterError('contract-violation', `the answer cannot be mapped: ${error.message}`, { reached: 'yes', findings: [error.finding] });
      }
    },
  };
}

async function orInvalid<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MappingFailed)) throw error;
    throw new AdapterError('input-invalid', error.message, { reached: 'no', findings: [error.finding] });
  }
}

const shared: { input?: Ajv2020; output?: Ajv2020 } = {};

function createAjv(side: 'input' | 'output'): Ajv2020 {
  // Schemas come from systems: what they add of their own is passed over. Who fills in a form wants to see all that is wrong; an answer is wrong at once.
  const ajv = new Ajv2020({ strict: false, allErrors: side === 'input', logger: false, validateSchema: false, addUsedSchema: false });
  addFormats.default(ajv);
  return ajv;
}

function compile(schema: JsonSchema, side: 'input' | 'output', what: string): ValidateFunction {
  // Names that a schema gives to its parts must not meet those of another operation.
  const ajv = JSON.stringify(schema).includes('"$id"') ? createAjv(side) : (shared[side] ??= createAjv(side));
  try {
    const check = ajv.compile(schema);
    // Otherwise kept for good, also after the system has gone.
    if (typeof schema === 'object') ajv.removeSchema(schema);
    return check;
  } catch (error) {
    throw new AdapterError('contract-violation', `the schema of ${what} cannot be used: ${(error as Error).message}`, { reached: 'no' });
  }
}

/** JSON pointer of the field that is wrong, also of one that is missing or too many. */
function placeOf({ instancePath, keyword, params }: ErrorObject): string {
  const named = keyword === 'required' ? 'missingProperty' : /^(?:additional|unevaluated)Properties$/.test(keyword) ? keyword.replace(/ies$/, 'y') : null;
  const name: unknown = named === null ? undefined : (params as Record<string, unknown>)[named];
  return typeof name === 'string' ? `${instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : instancePath;
}

function says({ keyword, message, params }: ErrorObject): string {
  const { allowedValues } = params as { allowedValues?: unknown[] };
  if (keyword === 'required') return 'is missing';
  return `${message ?? keyword}${allowedValues ? ` (${JSON.stringify(allowedValues).slice(0, 200)})` : ''}`;
}

const listed = (findings: readonly InputFinding[]) =>
  findings
    .slice(0, 5)
    .map(({ path, message }) => `${path || '/'} ${message}`)
    .join('; ');

/** The field of our side that was mapped to a place of the system's side; the place itself when none was. */
function ourPlace(pointer: string, mapping: Mapping | undefined): string {
  if (!mapping || !('fields' in mapping)) return pointer;
  const path = pointer.slice(1).replaceAll('/', '.');
  const field = mapping.fields.find(({ to }) => to === path);
  return field?.from === undefined ? pointer : `/${field.from.replaceAll('.', '/')}`;
}

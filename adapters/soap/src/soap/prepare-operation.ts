import type { ContractProblem, OperationDescription } from '@amanah/adapter-api';
import type { SoapConfig } from '../config.ts';
import { schemaHas, schemaWithout } from '../json/pointer.ts';
import type { SchemaObject } from '../json/simple-schema.ts';
import { fromClark, type QualifiedName } from '../xml/qualified-name.ts';
import { SchemaRefused } from '../xsd/judge.ts';
import { SchemaProblem } from '../xsd/schema-problem.ts';
import type { OperationPlan } from '../wsdl/operation-plan.ts';
import type { Judges } from './judges.ts';
import { MessageCodec } from './message-codec.ts';
import type { SoapService } from './service.ts';

export interface PreparedOperation {
  readonly plan: OperationPlan;
  readonly input: MessageCodec;
  readonly output: MessageCodec | null;
  /** Pointers of input fields that configuration fills and this operation has. */
  readonly filled: readonly string[];
}

/** @throws SchemaProblem when a message has no schema */
export function prepareOperation(service: SoapService, plan: OperationPlan, config: SoapConfig): PreparedOperation {
  const input = new MessageCodec(service, plan.input, ownHeaders(config));
  const output = plan.output && new MessageCodec(service, plan.output);
  const pointers = [...Object.keys(config.fill), ...(config.idempotency && 'field' in config.idempotency ? [config.idempotency.field] : [])];
  const { schema } = input.schema('input');
  return { plan, input, output, filled: pointers.filter((pointer) => schemaHas(schema, pointer)) };
}

/** Headers of SOAP that configuration fills. */
export function ownHeaders({ soapHeaders, idempotency }: SoapConfig): readonly QualifiedName[] {
  const names = [...Object.keys(soapHeaders), ...(idempotency && 'soapHeader' in idempotency ? [idempotency.soapHeader] : [])];
  return names.flatMap((name) => fromClark(name) ?? []);
}

/** Where the calls of an operation go; `null` when nothing says it. */
export function endpointOf({ group, endpoint }: OperationPlan, config: SoapConfig): string | null {
  if (typeof config.endpoint === 'string') return config.endpoint;
  return config.endpoint?.[group] ?? endpoint;
}

/** Describes an operation as the contract has it, with everything that keeps it from being called. */
export function describeOperation(
  service: SoapService,
  judges: Judges,
  plan: OperationPlan,
  config: SoapConfig,
  origins: readonly string[],
): OperationDescription {
  const problems: ContractProblem[] = [...plan.problems, ...endpointProblems(plan, config, origins), ...judges.missingFor(plan)];
  let input: SchemaObject = {};
  let output: SchemaObject = {};
  try {
    const prepared = prepareOperation(service, plan, config);
    const sent = prepared.input.schema('input');
    const answered = prepared.output?.schema(config.answers === 'lenient' ? 'loose' : 'output') ?? { schema: nothing, problems: [] };
    problems.push(...sent.problems, ...answered.problems);
    input = prepared.filled.reduce(schemaWithout, sent.schema);
    output = answered.schema;
    if (problems.length === 0) judges.of(plan);
  } catch (error) {
    if (error instanceof SchemaProblem) problems.push(error.problem);
    else if (error instanceof SchemaRefused)
      problems.push({ kind: 'unsupported', place: plan.name, found: `schemas that libxml2 does not take: ${error.message}` });
    else throw error;
  }
  return {
    name: plan.name,
    summary: plan.summary,
    group: plan.group,
    effect: plan.safe ? 'read' : 'write',
    idempotent: plan.safe,
    input,
    output,
    problems: distinct(problems),
  };
}

const nothing: SchemaObject = { type: 'object', properties: {}, additionalProperties: false };

function endpointProblems(plan: OperationPlan, config: SoapConfig, origins: readonly string[]): readonly ContractProblem[] {
  if (plan.problems.length > 0) return [];
  const endpoint = endpointOf(plan, config);
  const origin = endpoint === null ? undefined : URL.parse(endpoint)?.origin;
  if (origin === undefined) return [{ kind: 'unresolved', place: plan.group, found: endpoint === null ? 'no address' : `the address ${endpoint}` }];
  return origins.includes(origin) ? [] : [{ kind: 'unresolved', place: plan.group, found: `the address ${endpoint}, whose origin is not declared` }];
}

/** Each thing that is found, where it was found first. */
function distinct(problems: readonly ContractProblem[]): readonly ContractProblem[] {
  return problems.filter(({ found }, index) => problems.findIndex((one) => one.found === found) === index);
}

import type { ContractProblem } from '@amanah/adapter-api';
import { TypeLabels } from '../json/type-labels.ts';
import { addressOf, type SourceDocument } from '../wsdl/document-set.ts';
import type { OperationPlan } from '../wsdl/operation-plan.ts';
import { planOperations } from '../wsdl/plan-operations.ts';
import { readWsdl, type Wsdl } from '../wsdl/wsdl.ts';
import { collectComponents, type SchemaSource } from '../xsd/schema-components.ts';
import { SchemaSet } from '../xsd/schema-set.ts';
import { textBefore } from '../xml/text-before.ts';

/** A description, read: its operations and the schemas of their messages. */
export interface SoapService {
  readonly wsdl: Wsdl;
  readonly schemas: SchemaSet;
  readonly labels: TypeLabels;
  readonly operations: readonly OperationPlan[];
  readonly problems: readonly ContractProblem[];
}

/** Reads the documents of a description, the WSDL first. @throws Error when it is no WSDL 1.1 */
export function readService(documents: readonly SourceDocument[]): SoapService {
  const wsdl = readWsdl(documents);
  const find = (location: string, from: string): SchemaSource | null => {
    const address = addressOf(location, textBefore(from, '#'));
    return (address !== null && wsdl.schemaDocuments.get(address)) || null;
  };
  const components = collectComponents(wsdl.schemas, find);
  const schemas = new SchemaSet(components);
  const problems = [...wsdl.problems, ...components.problems];
  return { wsdl, schemas, labels: new TypeLabels(components), operations: planOperations(wsdl), problems };
}

import type { ContractProblem, JsonSchema } from '@amanah/adapter-api';
import type { OpenApiConfig } from '../config.ts';
import type { DocumentSet, Located } from '../document/document-set.ts';
import type { Converted, Dialect, SchemaLibrary } from '../schema/schema-library.ts';
import type { AnswerPlan, BodyPlan, ParameterPlan } from '../plan.ts';

/** What is at hand while a document is read. */
export interface Reading {
  readonly set: DocumentSet;
  readonly dialect: Dialect;
  readonly config: OpenApiConfig;
  readonly input: SchemaLibrary;
  readonly output: SchemaLibrary;
  /** Something of the document as a whole that one can live with. */
  note(problem: ContractProblem): void;
}

/** A schema with the definitions it needs, before they are put together. */
export interface Part {
  readonly schema: JsonSchema;
  readonly refs: ReadonlySet<string>;
  /** Definitions that judge the very same value. */
  readonly here: ReadonlySet<string>;
}

/** An operation as its document has it, whatever the version. */
export interface ReadParameter {
  readonly plan: ParameterPlan;
  readonly schema: Part;
}

export interface ReadBody {
  readonly plan: BodyPlan;
  readonly schema: Part;
}

export interface ReadAnswer {
  readonly plan: AnswerPlan;
  readonly schema: Part;
}

/** An operation of a document: where it stands and what its problems are gathered in. */
export interface OperationPlace {
  readonly path: string;
  readonly method: string;
  readonly item: Located;
  readonly operation: Located;
  /** Why it cannot be called. */
  readonly problems: ContractProblem[];
}

export const anything: Part = { schema: true, refs: new Set(), here: new Set() };

export function partOf(schema: JsonSchema, ...parts: readonly Part[]): Part {
  return { schema, refs: new Set(parts.flatMap(({ refs }) => [...refs])), here: new Set(parts.flatMap(({ here }) => [...here])) };
}

/** Takes a converted schema; references that lead nowhere keep the operation from being called. */
export function taken(converted: Converted, place: OperationPlace): Part {
  place.problems.push(...converted.missing);
  return converted;
}

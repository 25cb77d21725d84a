import type { CatalogueService, FieldConfig, FormLibrary, StepConfig } from './config-types.ts';
import { documentFields, sourceStates, type DocumentFields } from './document-fields.ts';
import { schemaOf, uiOf } from './field-schema.ts';
import type { Fact, FieldUi, Form, FormStep, JsonSchema } from './form-types.ts';

/** The answer in which the server says what the sources of fetched documents gave; people never write it. */
export const SOURCES = 'sources';

/** The form of a service: its pattern's steps, filled with its own fields and documents. A mistake in the data is thrown by name. */
export function formOf(service: CatalogueService, library: FormLibrary): Form {
  const own = library.services[service.id];
  if (!own) throw new Error(`service ${service.id} has no form`);
  const pattern = library.patterns[own.pattern];
  if (!pattern) throw new Error(`service ${service.id}: no pattern is named ${own.pattern}`);
  const documents = documentFields(service, library);
  const known: Readonly<Record<string, FieldConfig>> = { ...library.fields, ...documents.fields, ...own.fields };

  const about = own.about ?? [];
  const site = documents.entered.includes('site') || own.place ? ['municipality', 'site'] : [];
  const expansions: Readonly<Record<string, readonly string[]>> = {
    '@about': [...about, ...documents.entered.filter((name) => name !== 'site' && !about.includes(name))],
    '@keys': documents.keys.filter((name) => !about.includes(name)),
    '@place': site,
    '@uploads': documents.uploads,
  };
  const steps = pattern.steps.map((step) => stepOf(step, expansions, documents)).filter((step) => step.fields.length > 0 || step.review);
  const asked = steps.flatMap(({ fields }) => fields);
  for (const name of asked) if (!known[name]) throw new Error(`service ${service.id}: no field is named ${name}`);
  const twice = asked.find((name, at) => asked.indexOf(name) !== at);
  if (twice) throw new Error(`service ${service.id}: field ${twice} is asked twice`);

  const fields = asked.map((name): readonly [string, FieldConfig] => [name, known[name] as FieldConfig]);
  const ui = Object.fromEntries(fields.map(([name, field]) => [name, uiOf(name, field, library)]));
  return {
    service: service.code,
    pattern: own.pattern,
    title: service.name,
    steps,
    ui,
    facts: documents.facts,
    prerequisites: service.prerequisites,
    audiences: service.audiences,
    fee: service.fee && { basis: service.fee.basis, amount: service.fee.amount, note: service.fee.note },
    schema: wholeSchema(fields, ui, documents.facts, library),
    errors: library.errors,
  };
}

function stepOf(step: StepConfig, expansions: Readonly<Record<string, readonly string[]>>, documents: DocumentFields): FormStep {
  const { id, title, lead, facts = false, review = false } = step;
  const codes = documents.facts.map(({ code }) => code);
  return {
    id,
    title,
    ...(lead ? { lead } : {}),
    fields: step.fields.flatMap((name) => expansions[name] ?? [name]),
    facts: facts === true ? codes : facts === false ? [] : codes.filter((code) => facts.includes(code)),
    review,
  };
}

function sourcesSchema(facts: readonly Fact[]): JsonSchema {
  const states = (fact: Fact) => (fact.mandatory ? ['fetched', 'unavailable'] : sourceStates);
  return {
    type: 'object',
    properties: Object.fromEntries(facts.map((fact) => [fact.code, { type: 'string', enum: states(fact) }])),
    required: facts.map(({ code }) => code),
    additionalProperties: false,
  };
}

/** One schema for all the answers: fields that are always asked, then a condition for each of the others, and nothing else. */
function wholeSchema(
  fields: readonly (readonly [string, FieldConfig])[],
  ui: Readonly<Record<string, FieldUi>>,
  facts: readonly Fact[],
  library: FormLibrary,
): JsonSchema {
  const always = fields.filter(([, field]) => !field.when);
  const branches = fields
    .filter(([, field]) => field.when)
    .map(([name, field]) => ({
      if: ui[name]?.when,
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema; nobody awaits a schema
      then: { type: 'object', properties: { [name]: schemaOf(field, library) }, ...(field.optional ? {} : { required: [name] }) },
    }));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      ...(facts.length > 0 ? { [SOURCES]: sourcesSchema(facts) } : {}),
      ...Object.fromEntries(always.map(([name, field]) => [name, schemaOf(field, library)])),
    },
    required: [...(facts.length > 0 ? [SOURCES] : []), ...always.filter(([, field]) => !field.optional).map(([name]) => name)],
    ...(branches.length > 0 ? { allOf: branches } : {}),
    unevaluatedProperties: false,
  };
}

import { SOURCES } from './form-of.ts';
import { foldAnswers } from './fold.ts';
import type { Answers, Form, JsonSchema } from './form-types.ts';

/** Says whether a value keeps a schema: ajv on the server, an interpreter in the browser. */
export type Keeps = (schema: JsonSchema, value: unknown) => boolean;

/** Whether the field is asked, given the other answers. */
export function isAsked(form: Form, name: string, answers: Answers, keeps: Keeps): boolean {
  const when = form.ui[name]?.when;
  return when === undefined || keeps(when, answers);
}

/** Answers folded, without those to questions that are not asked any more; unknown names stay and are refused later. */
export function settled(form: Form, answers: Answers, keeps: Keeps): Answers {
  const kept: Record<string, unknown> = { ...foldAnswers(form.schema, answers) };
  // A condition speaks of earlier questions only, so that one pass in their order is enough.
  for (const name of form.steps.flatMap(({ fields }) => fields)) if (name in kept && !isAsked(form, name, kept, keeps)) delete kept[name];
  return kept;
}

/** The schema of one field's answer, wherever it stands in the form's schema. */
export function fieldSchema(form: Form, name: string): JsonSchema {
  const properties = form.schema['properties'] as Readonly<Record<string, JsonSchema>>;
  if (Object.hasOwn(properties, name)) return properties[name] as JsonSchema;
  const branches = (form.schema['allOf'] ?? []) as readonly { readonly then: { readonly properties: Readonly<Record<string, JsonSchema>> } }[];
  const found = branches.find(({ then }) => Object.hasOwn(then.properties, name))?.then.properties[name];
  if (!found) throw new Error(`form ${form.service} has no field ${name}`);
  return found;
}

/** Names of all answers of a form, in the order of asking. */
export function askedNames(form: Form): readonly string[] {
  return [...(form.facts.length > 0 ? [SOURCES] : []), ...form.steps.flatMap(({ fields }) => fields)];
}

import { askedNames, fieldSchema, isAsked, type Keeps } from './asked.ts';
import { SOURCES } from './form-of.ts';
import type { Answers, FieldUi, Form, JsonSchema, Words } from './form-types.ts';

/** One broken rule, at one place of the answers (`signs.0.width`). */
export interface Problem {
  readonly path: string;
  /** Name of the rule, a keyword of JSON Schema; `unexpected` for an answer that nobody asked for. */
  readonly rule: string;
  readonly limit?: string | number;
}

const parts = new WeakMap<JsonSchema, Map<string, JsonSchema>>();

/** The schema with one rule alone, made once, so that an engine compiles it once. */
function ruleAlone(schema: JsonSchema, rule: string): JsonSchema {
  let rules = parts.get(schema);
  if (!rules) parts.set(schema, (rules = new Map()));
  let alone = rules.get(rule);
  if (!alone) rules.set(rule, (alone = { type: schema['type'], [rule]: schema[rule] }));
  return alone;
}

/** Rules that speak of parts: each part answers for itself. */
const ofParts = ['properties', 'required', 'additionalProperties'];

function brokenRule(schema: JsonSchema, value: unknown, path: string, keeps: Keeps): Problem {
  const rule = Object.keys(schema).find((keyword) => !ofParts.includes(keyword) && !keeps(ruleAlone(schema, keyword), value)) ?? 'type';
  const limit = schema[rule];
  return { path, rule, ...(typeof limit === 'number' || typeof limit === 'string' ? { limit } : {}) };
}

const isObject = (value: unknown): value is Answers => typeof value === 'object' && value !== null && !Array.isArray(value);

function problemsOfParts(items: Readonly<Record<string, FieldUi>>, schema: JsonSchema, value: Answers, path: string, keeps: Keeps): Problem[] {
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  const found = Object.keys(items).flatMap((name): Problem[] => {
    if (value[name] === undefined) return required.includes(name) ? [{ path: `${path}.${name}`, rule: 'required' }] : [];
    return problemsOfField(items[name] as FieldUi, properties[name] as JsonSchema, value[name], `${path}.${name}`, keeps);
  });
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(properties, name));
  return [...found, ...unknown.map((name) => ({ path: `${path}.${name}`, rule: 'unexpected' }))];
}

/** Goes into rows and parts as far as there are any; a whole that is wrong although its parts are right is named itself. */
function problemsOfField(ui: FieldUi, schema: JsonSchema, value: unknown, path: string, keeps: Keeps): Problem[] {
  if (keeps(schema, value)) return [];
  const { items } = ui;
  let inner: Problem[] = [];
  if (items && schema['type'] === 'array' && Array.isArray(value))
    inner = value.flatMap((row: unknown, at) =>
      isObject(row)
        ? problemsOfParts(items, schema['items'] as JsonSchema, row, `${path}.${at}`, keeps)
        : [{ path: `${path}.${at}`, rule: 'type', limit: 'object' }],
    );
  else if (items && schema['type'] === 'object' && isObject(value)) inner = problemsOfParts(items, schema, value, path, keeps);
  return inner.length > 0 ? inner : [brokenRule(schema, value, path, keeps)];
}

/** Each fetched document whose source has not given it, and what is no state of a source. Before its number is written, the number alone is missed. */
function problemsOfSources(form: Form, schema: JsonSchema, answers: Answers, keeps: Keeps): Problem[] {
  const value = answers[SOURCES];
  if (keeps(schema, value)) return [];
  const unasked = form.facts.filter(({ key }) => key && answers[key] === undefined).map(({ code }) => code);
  if (!isObject(value)) return [brokenRule(schema, value, SOURCES, keeps)];
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>>;
  const known = Object.entries(properties).flatMap(([code, state]): Problem[] =>
    value[code] === undefined
      ? unasked.includes(code)
        ? []
        : [{ path: `${SOURCES}.${code}`, rule: 'required' }]
      : keeps(state, value[code])
        ? []
        : [brokenRule(state, value[code], `${SOURCES}.${code}`, keeps)],
  );
  const unknown = Object.keys(value).filter((code) => !Object.hasOwn(properties, code));
  return [...known, ...unknown.map((code) => ({ path: `${SOURCES}.${code}`, rule: 'unexpected' }))];
}

/** What is wrong with settled answers, in the order of the questions; nothing when they may be sent. */
export function problemsOf(form: Form, answers: Answers, keeps: Keeps): readonly Problem[] {
  const names = askedNames(form);
  const unknown = Object.keys(answers).filter((name) => !names.includes(name));
  if (unknown.length === 0 && keeps(form.schema, answers)) return [];
  const required = requiredNames(form);
  const found = names.flatMap((name): Problem[] => {
    const asked = isAsked(form, name, answers, keeps);
    const value = answers[name];
    if (value === undefined) return asked && required.has(name) ? [{ path: name, rule: 'required' }] : [];
    if (!asked) return [{ path: name, rule: 'unexpected' }];
    const schema = fieldSchema(form, name);
    return name === SOURCES ? problemsOfSources(form, schema, answers, keeps) : problemsOfField(form.ui[name] as FieldUi, schema, value, name, keeps);
  });
  return [...found, ...unknown.map((path) => ({ path, rule: 'unexpected' }))];
}

function requiredNames(form: Form): ReadonlySet<string> {
  const branches = (form.schema['allOf'] ?? []) as readonly { readonly then: { readonly required?: readonly string[] } }[];
  return new Set([...(form.schema['required'] as readonly string[]), ...branches.flatMap(({ then }) => then.required ?? [])]);
}

/** The field or part of a field that a path leads to; a fact's own field for the state of its source. */
export function uiAt(form: Form, path: string): FieldUi | undefined {
  const [first = '', ...rest] = path.split('.');
  let ui = form.ui[first];
  for (const step of rest) if (!/^\d+$/.test(step)) ui = ui?.items?.[step];
  return ui;
}

/** What a problem says to people, in both languages: the field's own words, else those of the format or rule. */
export function problemWords(form: Form, { path, rule, limit }: Problem): Words {
  const ui = uiAt(form, path);
  const kind = path.startsWith(`${SOURCES}.`) ? 'source' : ui?.widget;
  const words = ui?.errors?.[rule] ?? form.errors[`${rule}:${kind}`] ?? form.errors[`${rule}:${limit}`] ?? form.errors[rule] ?? form.errors['type'];
  const fill = (text = rule) => text.replaceAll('{limit}', String(limit ?? ''));
  return { ar: fill(words?.ar), en: fill(words?.en) };
}

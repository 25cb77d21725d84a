import { latin } from './digits.ts';
import { formats, type Format } from './formats.ts';
import type { Answers, JsonSchema } from './form-types.ts';

const formatOf = (schema: JsonSchema): Format | undefined => (formats as Readonly<Record<string, Format>>)[String(schema['format'])];

function foldText(schema: JsonSchema, typed: string): unknown {
  const format = formatOf(schema);
  if (format) return format.fold(typed);
  if (schema['type'] === 'number' || schema['type'] === 'integer') {
    const number = latin(typed).trim();
    return /^-?\d+(?:\.\d+)?$/.test(number) ? Number(number) : typed;
  }
  const text = typed.trim().normalize('NFC');
  return schema['pattern'] ? latin(text) : text;
}

function foldValue(schema: JsonSchema, value: unknown): unknown {
  if (typeof value === 'string') {
    const folded = foldText(schema, value);
    return folded === '' ? undefined : folded;
  }
  const items = schema['items'] as JsonSchema | undefined;
  if (Array.isArray(value)) return items ? value.map((item) => foldValue(items, item) ?? null) : value;
  if (typeof value === 'object' && value !== null) return foldObject(schema, value as Answers);
  return value ?? undefined;
}

function foldObject(schema: JsonSchema, answers: Answers): Answers {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const folded = Object.entries(answers).map(([name, value]): [string, unknown] => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return [name, property ? foldValue(property, value) : value];
  });
  return Object.fromEntries(folded.filter(([, value]) => value !== undefined));
}

/** Answers as they are stored: digits Latin, identifiers compact, Hijri dates Gregorian, empty answers gone. Folding twice changes nothing. */
export function foldAnswers(schema: JsonSchema, answers: Answers): Answers {
  const then = ((schema['allOf'] ?? []) as readonly JsonSchema[]).map((branch) => ((branch['then'] as JsonSchema)['properties'] ?? {}) as object);
  const properties = Object.assign({}, schema['properties'], ...then) as object;
  return foldObject({ properties }, answers);
}

import { isNationalId, isSaudiIban } from '../shared/forms/identifiers.ts';
import { todayInRiyadh, type FormatName } from '../shared/forms/formats.ts';
import type { JsonSchema } from '../shared/forms/form-types.ts';
import type { Random } from './random.ts';

const digits = (random: Random, count: number) => Array.from({ length: count }, () => random.below(10)).join('');
const words = ['محل', 'شارع', 'حي', 'واجهة', 'shop', 'street', 'الدوحة', 'sign', 'طلب', '😀'];

function nationalId(random: Random): string {
  const start = `${1 + random.below(2)}${digits(random, 8)}`;
  return Array.from({ length: 10 }, (_, last) => `${start}${last}`).find(isNationalId) ?? start;
}

function iban(random: Random): string {
  const account = `80${digits(random, 18)}`;
  return Array.from({ length: 97 }, (_, at) => `SA${String(at + 2).padStart(2, '0')}${account}`).find(isSaudiIban) ?? account;
}

const dayFrom = (first: number, days: number, random: Random) => new Date(first + random.below(days) * 86_400_000).toISOString().slice(0, 10);
const todayMs = () => Date.parse(`${todayInRiyadh()}T00:00:00Z`);

/** A text that a format accepts, as it is stored. */
const accepted: Readonly<Record<FormatName, (random: Random) => string>> = {
  'national-id': nationalId,
  'unified-number': (random) => `7${digits(random, 9)}`,
  'commercial-register': (random) => digits(random, 10),
  mobile: (random) => `+9665${digits(random, 8)}`,
  'short-address': (random) => `RRRD${digits(random, 4)}`,
  iban,
  vat: (random) => `3${digits(random, 13)}3`,
  deed: (random) => digits(random, 12),
  date: (random) => dayFrom(Date.UTC(1950, 0, 1), 40_000, random),
  'coming-date': (random) => dayFrom(todayMs() + 86_400_000, 700, random),
  'past-date': (random) => dayFrom(Date.UTC(1990, 0, 1), 12_000, random),
  hour: (random) => `${String(random.below(24)).padStart(2, '0')}:${String(random.below(60)).padStart(2, '0')}`,
  email: (random) => `person${digits(random, 3)}@example.com`,
  plate: (random) => `ABJ${1 + random.below(9_999)}`,
  reference: (random) => `${1 + random.below(9_999)}/1447`,
};

function textOf(schema: JsonSchema, random: Random): string {
  const format = schema['format'] as FormatName | undefined;
  if (format) return accepted[format](random);
  const pattern = schema['pattern'] as string | undefined;
  if (pattern) return digits(random, pattern.includes('{10}') ? 10 : 8);
  const least = Number(schema['minLength'] ?? 1);
  const most = Number(schema['maxLength'] ?? 50);
  let text = random.of(words);
  while ([...text].length < least || random.chance(0.5)) text += ` ${random.of(words)}`;
  return [...text].slice(0, most).join('').trim().padEnd(least, 'ا');
}

function objectOf(schema: JsonSchema, random: Random): object {
  const required = (schema['required'] ?? []) as readonly string[];
  const [way] = ((schema['anyOf'] ?? []) as readonly { readonly required: readonly string[] }[]).toSorted(() => (random.chance(0.5) ? 1 : -1));
  const wanted = [...required, ...(way?.required ?? [])];
  const properties = Object.entries(schema['properties'] as Readonly<Record<string, JsonSchema>>);
  return Object.fromEntries(properties.filter(([name]) => wanted.includes(name) || random.chance(0.4)).map(([name, part]) => [name, valueOf(part, random)]));
}

function arrayOf(schema: JsonSchema, random: Random): unknown[] {
  const items = schema['items'] as JsonSchema;
  const least = Number(schema['minItems'] ?? 0);
  const choices = schema['uniqueItems'] ? (items['enum'] as readonly unknown[]) : undefined;
  if (choices) return choices.filter((_, at) => at < least || random.chance(0.5));
  const count = Math.min(Number(schema['maxItems'] ?? 3), least + random.below(2));
  return Array.from({ length: count }, () => valueOf(items, random));
}

/** A value that keeps the schema of a field. */
export function valueOf(schema: JsonSchema, random: Random): unknown {
  if ('const' in schema) return schema['const'];
  if (schema['enum']) return random.of(schema['enum'] as readonly unknown[]);
  const least = Number(schema['minimum'] ?? 0);
  const most = Number(schema['maximum'] ?? 1_000);
  switch (schema['type']) {
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
      return Math.ceil(least) + random.below(Math.floor(most) - Math.ceil(least) + 1);
    case 'number':
      return Math.min(most, Math.max(least, least + Math.round(random.below(1_000) * (most - least)) / 1_000));
    case 'array':
      return arrayOf(schema, random);
    case 'object':
      return objectOf(schema, random);
    default:
      return textOf(schema, random);
  }
}

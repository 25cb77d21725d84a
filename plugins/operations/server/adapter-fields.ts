import type { AdapterInfo, Schema } from '@amanah/plugin-api';
import type { Language } from '@amanah/errors';
import type { AdapterField } from '../shared/system-answers.ts';

/** Adapters whose connection has a form of its own in the pages. */
const withOwnForm = ['openapi', 'soap', 'sql', 'files'];

/** What the form that connects a system offers beside the kinds that it knows: adapters that were added later, with the fields of their connection. */
export function otherAdapters(adapters: readonly AdapterInfo[], language: Language) {
  return adapters
    .filter(({ protocol, refusal }) => refusal === null && !withOwnForm.includes(protocol))
    .map((adapter) => ({ protocol: adapter.protocol, title: adapter.title[language], fields: [...fieldsOf(adapter, language)] }));
}

/** The fields of a connection, in the adapter's own words where it has some. */
export function fieldsOf({ connection, words }: Pick<AdapterInfo, 'connection' | 'words'>, language: Language): readonly AdapterField[] {
  if (typeof connection === 'boolean') return [];
  const required = new Set((connection.required as readonly string[] | undefined) ?? []);
  return Object.entries((connection.properties as Record<string, Schema> | undefined) ?? {}).map(([name, schema]) => ({
    name,
    ...kindOf(schema),
    label: words[`field.${name}`]?.[language] ?? name,
    hint: words[`hint.${name}`]?.[language] ?? null,
    optional: !required.has(name),
  }));
}

function kindOf(schema: Schema): Pick<AdapterField, 'kind' | 'choices'> {
  if (typeof schema === 'boolean') return { kind: 'json', choices: [] };
  const { type, enum: values, properties } = schema as { type?: unknown; enum?: readonly unknown[]; properties?: Record<string, unknown> };
  const strings = values?.filter((one) => typeof one === 'string');
  if (values && strings?.length === values.length) return { kind: 'choice', choices: strings };
  if (type === 'object' && Object.keys(properties ?? {}).join() === 'secret') return { kind: 'secret', choices: [] };
  if (type === 'boolean') return { kind: 'boolean', choices: [] };
  if (type === 'integer' || type === 'number') return { kind: 'number', choices: [] };
  return { kind: type === 'string' ? 'text' : 'json', choices: [] };
}

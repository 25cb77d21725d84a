import type { SimpleType } from '../xsd/schema-model.ts';
import { toEcmaScript } from '../xsd/pattern.ts';
import { boundsOf, kindOf } from './simple-kind.ts';
import { readSimple } from './read-simple.ts';
import { normaliseSpace } from './white-space.ts';

/** A JSON Schema that is an object. */
export type SchemaObject = Readonly<Record<string, unknown>>;

/** Bytes that go beside a message, with what they are: of one of these ranges (`image/*`). */
export function attachmentSchema(ranges: readonly string[] = ['*/*']): SchemaObject {
  const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  const allowed = ranges.map((range) =>
    range
      .split('/')
      .map((part) => (part === '*' ? token : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')))
      .join('/'),
  );
  return {
    type: 'object',
    properties: {
      contentType: { type: 'string', $comment: 'media type', pattern: `^(?:${allowed.join('|')})(?: *;[^\\r\\n]*)?$` },
      content: { type: 'string', contentEncoding: 'base64' },
    },
    required: ['contentType', 'content'],
    additionalProperties: false,
  };
}

/** The JSON Schema of a simple type; what JSON Schema cannot say of it (digits, real calendar days, bounds of dates) libxml2 judges later. */
export function simpleSchema(type: SimpleType): SchemaObject {
  if (type.attachment) return attachmentSchema();
  if (type.variety === 'list') return listSchema(type);
  if (type.variety === 'union') return { ...unionSchema(type), ...enumOf(type) };
  const comment = { $comment: `xs:${type.builtin.name}` };
  switch (kindOf(type)) {
    case 'integer': {
      const { minimum, maximum } = boundsOf(type);
      return { type: 'integer', ...comment, minimum, maximum, ...enumOf(type) };
    }
    case 'number':
      return type.facets.enumeration ? { ...comment, ...enumOf(type) } : { ...comment, anyOf: [numberSchema(type), { enum: ['INF', '-INF', 'NaN'] }] };
    case 'boolean':
      return { type: 'boolean', ...comment, ...enumOf(type) };
    case 'base64':
    case 'hex':
      return { type: 'string', contentEncoding: 'base64', ...comment, ...enumOf(type) };
    default:
      return { type: 'string', ...comment, ...lengths(type), ...patternsOf(type), ...enumOf(type) };
  }
}

function numberSchema({ facets }: SimpleType): SchemaObject {
  const bound = (keyword: string, text: string | undefined) => (text === undefined || !Number.isFinite(Number(text)) ? {} : { [keyword]: Number(text) });
  return {
    type: 'number',
    ...bound('minimum', facets.minInclusive),
    ...bound('maximum', facets.maxInclusive),
    ...bound('exclusiveMinimum', facets.minExclusive),
    ...bound('exclusiveMaximum', facets.maxExclusive),
  };
}

function listSchema(type: SimpleType): SchemaObject {
  const { length, minLength, maxLength } = type.facets;
  const [least, most] = [length ?? minLength, length ?? maxLength];
  return {
    type: 'array',
    items: type.item ? simpleSchema(type.item) : { type: 'string' },
    ...(least === undefined ? {} : { minItems: least }),
    ...(most === undefined ? {} : { maxItems: most }),
    ...enumOf(type),
  };
}

/** A union is text, whatever its members are: which member a value is of is not told by JSON. */
function unionSchema(type: SimpleType): SchemaObject {
  const members = (type.members ?? []).map(textSchema);
  const own = patternsOf(type);
  return { type: 'string', ...(members.some((member) => Object.keys(member).length === 0) ? {} : { anyOf: members }), ...own };
}

/** What the text of a value has to be like, whatever it is in JSON; no keyword when anything will do. */
function textSchema(type: SimpleType): SchemaObject {
  if (type.variety === 'list') return {};
  if (type.variety === 'union') return unionSchema(type);
  if (type.facets.enumeration) return { enum: type.facets.enumeration.map((one) => normaliseSpace(one, type.whiteSpace)) };
  switch (type.builtin.kind) {
    case 'integer':
      return { pattern: (type.builtin.minimum ?? -1) < 0 ? '^[+-]?[0-9]+$' : '^[+]?[0-9]+$' };
    case 'number':
      return { pattern: '^(?:[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN)$' };
    case 'boolean':
      return { enum: ['true', 'false', '1', '0'] };
    default:
      return { ...lengths(type), ...patternsOf(type) };
  }
}

function lengths({ facets: { length, minLength, maxLength } }: SimpleType): SchemaObject {
  const [least, most] = [length ?? minLength, length ?? maxLength];
  return { ...(least === undefined ? {} : { minLength: least }), ...(most === undefined ? {} : { maxLength: most }) };
}

function patternsOf({ builtin, facets }: SimpleType): SchemaObject {
  const own = (facets.patterns ?? []).flatMap((alternatives) => {
    const translated = alternatives.map(toEcmaScript);
    return translated.includes(null) ? [] : [`^(?:${translated.join('|')})$`];
  });
  const [pattern, ...others] = [...(builtin.pattern ? [builtin.pattern] : []), ...own];
  if (pattern === undefined) return {};
  return others.length === 0 ? { pattern } : { pattern, allOf: others.map((one) => ({ pattern: one })) };
}

function enumOf(type: SimpleType): SchemaObject {
  const { enumeration } = type.facets;
  if (!enumeration) return {};
  return { enum: [...new Set(enumeration.map((spelled) => readSimple(type, spelled, { resolve: () => null, attachment: () => null })))] };
}

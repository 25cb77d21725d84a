import type { JsonSchema } from '@amanah/adapter-api';
import type { MappingSide } from './apply-mapping.ts';
import { patternProblem } from './dates.ts';
import { readExpression } from './expression.ts';
import type { FieldMapping, Mapping } from './mapping.ts';
import { placeOf, type Place } from './place.ts';
import { placeInSchema, requiredIn } from './schema-place.ts';

/** What is wrong in a mapping, by its place in it (`fields.2.from`). */
export interface MappingProblem {
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Checks a mapping before it is saved: that it can be carried out, and that the places on the system's side are there.
 * @param schema what the system takes (`input`) or gives (`output`)
 */
export function checkMapping(mapping: Mapping, side: MappingSide, schema: JsonSchema): readonly MappingProblem[] {
  if ('expression' in mapping) return checkExpression(mapping.expression);
  const problems = mapping.fields.flatMap((field, at) =>
    [...ownProblems(field), ...placeProblems(field, side, schema)].map((problem) => ({ ...problem, field: `fields.${at}${problem.field}` })),
  );
  return [...problems, ...conflicts(mapping.fields), ...(side === 'input' ? missing(mapping.fields, schema) : [])];
}

function checkExpression(source: string): readonly MappingProblem[] {
  try {
    readExpression(source);
    return [];
  } catch (error) {
    const { message, position } = error as { message: string; position?: number };
    return [{ field: 'expression', expected: 'a JSONata expression', found: position === undefined ? message : `${message} (at ${position})` }];
  }
}

function ownProblems({ to, from, constant, codes, date, as }: FieldMapping): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const say = (field: string, expected: string, found: string) => void problems.push({ field, expected, found });
  if ((from === undefined) === (constant === undefined)) say('', 'from or constant', from === undefined ? 'neither' : 'both');
  for (const [name, path] of [['.to', to] as const, ...(from === undefined ? [] : [['.from', from] as const])])
    if (placeOf(path).includes('')) say(name, 'names joined by single dots', path);
  if (starsOf(placeOf(to)) !== (from === undefined ? 0 : starsOf(placeOf(from)))) say('.to', 'as many * as from has', to);
  if (codes && Object.keys(codes).length === 0) say('.codes', 'at least one code', 'none');
  if (codes && date) say('.date', 'codes or a date', 'both');
  if (date && as !== undefined && as !== 'text' && as !== 'number') say('.as', 'text or number for a date', as);
  const pattern = date ? patternProblem(date.pattern) : null;
  if (date && pattern !== null) say('.date.pattern', pattern, date.pattern);
  return problems;
}

function placeProblems(field: FieldMapping, side: MappingSide, schema: JsonSchema): MappingProblem[] {
  const path = side === 'input' ? field.to : field.from;
  if (path === undefined) return [];
  const found = placeInSchema(schema, placeOf(path));
  if (!('names' in found)) return [];
  const expected = found.names.length === 0 ? 'a field of the operation' : `one of ${found.names.slice(0, 20).join(', ')}`;
  return [{ field: side === 'input' ? '.to' : '.from', expected, found: path }];
}

/** Two fields that go to one place, or one into the other. */
function conflicts(fields: readonly FieldMapping[]): MappingProblem[] {
  const places = fields.map(({ to }) => placeOf(to));
  return places.flatMap((place, at) => {
    const other = places.findIndex((before, index) => index < at && (startsWith(place, before) || startsWith(before, place)));
    return other < 0 ? [] : [{ field: `fields.${at}.to`, expected: `a place that fields.${other}.to does not fill`, found: fields[at]?.to ?? '' }];
  });
}

function missing(fields: readonly FieldMapping[], schema: JsonSchema): MappingProblem[] {
  const filled = new Set(fields.map(({ to }) => placeOf(to)[0]));
  return requiredIn(schema)
    .filter((name) => !filled.has(name))
    .map((name) => ({ field: 'fields', expected: `a value for ${name}`, found: 'none' }));
}

const starsOf = (place: Place) => place.filter((step) => step === '*').length;
const startsWith = (place: Place, start: Place) => start.every((step, at) => place[at] === step);

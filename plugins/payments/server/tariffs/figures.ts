import { AmanahError } from '@amanah/errors';
import Big from 'big.js';
import type { Scope, Value } from './expression.ts';
import type { CategoryVersion, Figure, SingleFigure, Table, TariffVersion } from './tariff-file.ts';

type Given = Readonly<Record<string, unknown>>;

interface Problem {
  readonly path: string;
  readonly message: string;
  readonly missing: boolean;
}

/** Reads what a tariff asks for into names of its formulas. @throws PAYMENTS_FIGURE_MISSING, PAYMENTS_FIGURE_INVALID with every figure that is wrong */
export function readFigures({ figures, tables }: Pick<TariffVersion, 'figures' | 'tables'>, given: Given, categories: CategoryVersion): Scope {
  const problems: Problem[] = [];
  const scope: Record<string, Value> = {};
  for (const [name, figure] of Object.entries(figures)) {
    if (figure.kind === 'category') scope[name] = categoryOf(given, categories, problems);
    else if (figure.kind !== 'rows') scope[name] = single(name, figure, given[name], tables, problems);
    else for (const [at, row] of rowsOf(name, figure, given[name], problems).entries()) rowScope(`${name}[${at}]`, figure, row, tables, problems);
  }
  refuse(problems);
  return scope;
}

/** The rows of a figure, each as the names of its items. Read a second time for the line that sums over them; wrong ones were refused before. */
export function readRows(name: string, figure: Extract<Figure, { kind: 'rows' }>, given: Given, tables: TariffVersion['tables']): readonly Scope[] {
  return rowsOf(name, figure, given[name], []).map((row, at) => rowScope(`${name}[${at}]`, figure, row, tables, []));
}

function refuse(problems: readonly Problem[]): void {
  const missing = problems.filter((one) => one.missing);
  const shown = missing.length > 0 ? missing : problems;
  if (shown.length === 0) return;
  throw new AmanahError(missing.length > 0 ? 'PAYMENTS_FIGURE_MISSING' : 'PAYMENTS_FIGURE_INVALID', {
    params: { figures: shown.map(({ path }) => path).join('، ') },
    fields: shown.map(({ path, message }) => ({ path, message })),
  });
}

function single(path: string, figure: SingleFigure, given: unknown, tables: TariffVersion['tables'], problems: Problem[]): Value {
  const value = given === undefined || given === null || given === '' ? figure.default : given;
  const wrong = (message: string, missing = false): Value => {
    problems.push({ path, message, missing });
    return null;
  };
  if (value === undefined) return wrong('is needed', true);
  if (figure.kind === 'yesNo') return value === true || value === 'true' ? true : value === false || value === 'false' ? false : wrong('yes or no');
  if (figure.kind === 'choice') {
    const table = tables[figure.of] ?? {};
    return typeof value === 'string' && Object.hasOwn(table, value) ? rowOf(table, value) : wrong('is none of the choices');
  }
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,9}(\.\d{1,6})?$/.test(text)) return wrong('a number is needed');
  const number = new Big(text);
  if (number.lt(figure.minimum) || number.gt(figure.maximum)) return wrong(`from ${figure.minimum} to ${figure.maximum}`);
  return figure.roundUp ? number.round(0, Big.roundUp) : number;
}

function rowsOf(name: string, figure: Extract<Figure, { kind: 'rows' }>, given: unknown, problems: Problem[]): readonly Given[] {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given) && given.length <= figure.maximum && given.every((row) => typeof row === 'object' && row !== null)) return given as readonly Given[];
  problems.push({ path: name, message: `at most ${figure.maximum} rows`, missing: false });
  return [];
}

function rowScope(path: string, figure: Extract<Figure, { kind: 'rows' }>, row: Given, tables: TariffVersion['tables'], problems: Problem[]): Scope {
  return Object.fromEntries(Object.entries(figure.items).map(([name, item]) => [name, single(`${path}.${name}`, item, row[name], tables, problems)]));
}

function rowOf(table: Table, key: string): Scope {
  const values = Object.entries(table[key] ?? {}).map(([name, value]): [string, Value] => [
    name,
    typeof value === 'number' ? new Big(value) : typeof value === 'object' ? { ...value } : value,
  ]);
  return { id: key, ...Object.fromEntries(values) };
}

function categoryOf(given: Given, { factors, others, municipalities }: CategoryVersion, problems: Problem[]): Value {
  const { category, municipality } = given;
  const asked = category ?? (typeof municipality === 'string' ? (municipalities[municipality] ?? others) : undefined);
  const number = asked === undefined ? NaN : Number(asked);
  if (number === 1 || number === 2 || number === 3 || number === 4 || number === 5) return { number: new Big(number), factor: new Big(factors[number]) };
  problems.push({
    path: category === undefined ? 'municipality' : 'category',
    message: 'a municipality, or a category from 1 to 5',
    missing: asked === undefined,
  });
  return null;
}

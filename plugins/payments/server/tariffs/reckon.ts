import Big from 'big.js';
import type { Bilingual } from '@amanah/plugin-api';
import type { FeeLine, Quote } from '../../contract.ts';
import { expression, valueAt, type Expression, type Scope, type Value } from './expression.ts';
import { readFigures, readRows } from './figures.ts';
import type { CategoryVersion, TariffLine, TariffVersion } from './tariff-file.ts';

interface ReadyLine {
  readonly line: TariffLine;
  readonly when: Expression | null;
  readonly names: readonly (readonly [string, Expression])[];
  readonly amount: Expression;
}

/** A version of a tariff whose formulas are made ready. */
export interface ReadyVersion {
  readonly version: TariffVersion;
  readonly lines: readonly ReadyLine[];
}

/** @throws Error that names the line and what is wrong with it */
export function ready(version: TariffVersion): ReadyVersion {
  const known = new Set([...Object.keys(version.figures).filter((name) => version.figures[name]?.kind !== 'rows'), 'sum']);
  const lines = version.lines.map((line) => {
    const rows = line.each === undefined ? undefined : version.figures[line.each];
    if (line.each !== undefined && rows?.kind !== 'rows') throw new Error(`${line.code}: "${line.each}" are no rows`);
    const own = new Set([...known, ...(rows?.kind === 'rows' ? Object.keys(rows.items) : [])]);
    const read = (text: string): Expression => {
      const formula = expression(text);
      const unknown = formula.names.find((name) => !own.has(name.split('.')[0] ?? ''));
      if (unknown !== undefined) throw new Error(`${line.code}: nothing is called "${unknown}"`);
      return formula;
    };
    const when = line.when === undefined ? null : read(line.when);
    const names = Object.entries(line.let).map(([name, text]) => {
      const formula = read(text);
      own.add(name);
      return [name, formula] as const;
    });
    const amount = read(line.amount);
    for (const place of places(line.reckoning)) if (!own.has(place.split('.')[0] ?? '')) throw new Error(`${line.code}: nothing is called "{${place}}"`);
    known.add(line.id);
    return { line, when, names, amount };
  });
  return { version, lines };
}

/** Reckons every line that applies: each rounded to 0.01 by itself, so that the lines sum to the total. */
export function reckon(tariff: string, { version, lines }: ReadyVersion, given: Readonly<Record<string, unknown>>, categories: CategoryVersion): Quote {
  const scope: Record<string, Value> = { ...readFigures(version, given, categories), sum: new Big(0) };
  const shown: FeeLine[] = [];
  for (const { line, when, names, amount } of lines) {
    scope[line.id] = new Big(0);
    if (when && when.evaluate(scope) !== true) continue;
    const rows = version.figures[line.each ?? ''];
    const scopes = line.each !== undefined && rows?.kind === 'rows' ? readRows(line.each, rows, given, version.tables) : [{}];
    const parts = scopes.map((row) => partOf({ ...scope, ...row }, names, amount));
    if (parts.length === 0) continue;
    const total = parts.reduce((all, part) => all.plus(part.amount), new Big(0)).round(2, Big.roundHalfUp);
    scope[line.id] = total;
    scope['sum'] = (scope['sum'] as Big).plus(total);
    const words = (language: 'ar' | 'en') => parts.map((part) => filled(line.reckoning[language], part.scope)).join(' + ');
    const reckoning: Bilingual = { ar: words('ar'), en: words('en') };
    shown.push({ code: line.code, title: line.title, amount: total.toFixed(2), reckoning, source: `${tariff} ${version.from}` });
  }
  return { lines: shown, total: (scope['sum'] as Big).toFixed(2) };
}

function partOf(scope: Record<string, Value>, names: ReadyLine['names'], amount: Expression): { readonly amount: Big; readonly scope: Scope } {
  for (const [name, formula] of names) scope[name] = formula.evaluate(scope);
  const value = amount.evaluate(scope);
  if (!(value instanceof Big)) throw new Error(`"${amount.text}" is no amount`);
  return { amount: value, scope };
}

const places = ({ ar, en }: Bilingual): readonly string[] => [...`${ar}${en}`.matchAll(/\{([\w.]+)\}/g)].map((match) => match[1] ?? '');

function filled(text: string, scope: Scope): string {
  return text.replace(/\{([\w.]+)\}/g, (_whole, path: string) => shownValue(valueAt(scope, path.split('.'))));
}

/** A figure as people read it: thousands apart, no zeros at the end. */
function shownValue(value: Value): string {
  if (!(value instanceof Big)) return String(value);
  const [whole = '', part] = value.round(4, Big.roundHalfUp).toFixed().split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part === undefined ? '' : `.${part}`);
}

import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { decisionsOf } from '../procedure/decisions.ts';
import type { Procedure } from '../procedure/definition.ts';
import { configProcedures, configServices, configText } from '../testing/config-procedures.ts';
import type { ProcedureWords } from './procedure-words.ts';
import { procedureWords, readProcedureWords } from './read-procedure-words.ts';
import { WorkingCalendar } from './requests/working-calendar.ts';

const files = { decisions: configText('decisions.yaml'), states: configText('states.yaml') };
const systems = new Map(configServices().map(({ code, system }) => [code, system]));
let procedures: readonly Procedure[];
let words: ProcedureWords;
beforeAll(async () => {
  procedures = [...(await configProcedures()).values()];
  words = readProcedureWords(new URL('../../../config/', import.meta.url));
});

/** Names that only arise while a request runs, whatever its procedure. */
const always = ['submitted', 'withdrawn', 'failed'];

test('every state of every procedure has words, and no words are left over', () => {
  const used = new Set([
    ...always,
    ...procedures.flatMap(({ nodes }) => [...nodes.values()].flatMap((node) => [node.state, 'stateWhenDone' in node ? node.stateWhenDone : undefined])),
  ]);
  used.delete(undefined);
  const told = new Set(Object.keys((parse(files.states) as { states: object }).states));
  expect([...used].filter((state) => state === undefined || !told.has(state))).toEqual([]);
  expect([...told].filter((state) => !used.has(state))).toEqual([]);
});

test('every decision of every step has words, and no words are left over', () => {
  const asked = new Set(procedures.flatMap((procedure) => [...procedure.nodes.keys()].flatMap((step) => decisionsOf(procedure, step).decisions)));
  const told = Object.keys((parse(files.decisions) as { decisions: object }).decisions);
  expect([...asked].filter((decision) => words.decision(decision, 'SRV-001') === undefined)).toEqual([]);
  expect(told.filter((decision) => !asked.has(decision))).toEqual([]);
});

test('no step of people has two decisions with the same words', () => {
  const doubled = procedures.flatMap((procedure) =>
    [...procedure.nodes.values()].flatMap((node) => {
      if (node.kind !== 'task' || node.does !== 'user') return [];
      const titles = decisionsOf(procedure, node.id).decisions.map((decision) => words.decision(decision, 'SRV-001')?.title.ar);
      return new Set(titles).size === titles.length ? [] : [`${procedure.id}/${node.id}`];
    }),
  );
  expect(doubled).toEqual([]);
});

test('who rejects or returns a request chooses coded reasons, of whatever service; those of other systems are not offered', () => {
  for (const code of systems.keys()) expect(words.decision('reject', code)?.needsReasons, code).toBe(true);
  for (const code of systems.keys()) expect(words.decision('incomplete', code)?.needsReasons, code).toBe(true);
  const codes = (code: string) => words.decision('reject', code)?.reasons.map((reason) => reason.code) ?? [];
  expect(codes('SRV-001')).toContain('REJ-11');
  expect(codes('SRV-098')).not.toContain('REJ-11');
  expect(codes('SRV-098')).toContain('REJ-51');
  expect(words.decision('approve', 'SRV-001')).toMatchObject({ kind: 'positive', needsReasons: false, needsNote: false, reasons: [] });
});

test('a state of an earlier version without words keeps its name', () => {
  expect(words.state('long-gone')).toMatchObject({ title: { en: 'long-gone' }, tone: 'neutral' });
});

describe('a mistake is named with its file and entry', () => {
  test.each([
    [
      { ...files, states: 'states: { paid: { title: { ar: س, en: s }, tone: loud, holder: authority, next: { ar: س, en: s } } }' },
      'states.yaml: .*\n.*states.paid.tone',
    ],
    [
      { ...files, decisions: 'decisions: { no: { title: { ar: لا, en: n }, kind: negative, reasons: none } }\nreasons: {}' },
      'decisions.yaml: decisions.no.reasons',
    ],
    [
      { ...files, decisions: 'decisions: {}\nreasons: { a: [{ code: ABC-01, title: { ar: س, en: s } }], b: [{ code: ABC-01, title: { ar: س, en: s } }] }' },
      'decisions.yaml: reasons: ABC-01',
    ],
  ])('%j', (texts, message) => {
    expect(() => procedureWords(texts, () => undefined)).toThrow(new RegExp(message));
  });
});

test('the working calendar of the configuration: the national days of every year, the Eids of this Hijri year', () => {
  const { holidays } = parse(configText('working-calendar.yaml')) as { holidays: string[] };
  const calendar = new WorkingCalendar(holidays);
  const works = (day: string) => calendar.isWorkingDay(new Date(`${day}T10:00:00+03:00`));
  expect(['2026-09-23', '2027-02-22', '2029-09-23', '2027-03-09', '2027-05-16'].filter(works)).toEqual([]);
  expect(['2026-09-22', '2027-02-23', '2027-03-15', '2027-05-20'].filter((day) => !works(day))).toEqual([]);
  expect(holidays.filter((day) => !/^(\d{4}-)?\d{2}-\d{2}$/.test(day))).toEqual([]);
});

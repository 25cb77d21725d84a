import { readFile, readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { advance } from './advance.ts';
import { checkProcedure } from './checks/check-procedure.ts';
import type { Procedure } from './definition.ts';
import { layOut } from './lay-out/lay-out.ts';
import { notStarted, type Data, type ProcedureEvent, type ProcedureState } from './running/state.ts';
import { Ledger } from './testing/ledger.ts';
import { possibleEvents } from './testing/possible.ts';
import { procedureOf } from './testing/walk.ts';

const folder = new URL('../procedures/', import.meta.url);
const files = (await readdir(folder)).filter((file) => file.endsWith('.bpmn'));
const dates = { expiresOn: '2027-03-01', graceEndsOn: '2027-04-01', correctionDueOn: '2027-01-05', paymentDueOn: '2027-02-01' };
/** All that conditions of the five procedures ask of the data of a request. */
const questions = ['throughOffice', 'deedUpdated', 'surveyDecisionValid', 'externalApprovals'];
const dataOf = (bits: number): Data => ({ ...dates, ...Object.fromEntries(questions.map((name, at) => [name, (bits & (1 << at)) > 0])) });
const allData = Array.from({ length: 2 ** questions.length }, (_, bits) => dataOf(bits));

/** Messages that systems and plugins will send to these procedures. */
const messages = new Set([
  'payment-received',
  'safety-certificate-received',
  'visit-result-received',
  'approvals-received',
  'renewal-requested',
  'correction-proved',
  'objection-filed',
]);

test('there are five', () => {
  expect(files).toEqual(['building-permit.bpmn', 'field-inspection.bpmn', 'service-office.bpmn', 'shop-licence-issue.bpmn', 'shop-licence-renew.bpmn']);
});

describe.each(files)('%s', (file) => {
  let xml: string;
  let procedure: Procedure;
  beforeAll(async () => {
    xml = await readFile(new URL(file, folder), 'utf8');
    procedure = await procedureOf(xml);
  });

  test('an analyst finds nothing wrong in it', () => {
    expect(`${procedure.id}.bpmn`).toBe(file);
    expect(procedure.services.length).toBeGreaterThan(0);
    expect(checkProcedure(procedure, { messages })).toEqual([]);
  });

  test('its lanes lie on units of the organisation, or on those that the request brings', async () => {
    const { units } = JSON.parse(await readFile(new URL('../../../config/organisation.json', import.meta.url), 'utf8')) as { units: { id: string }[] };
    const known = new Set(['request', 'applicant', 'office', ...units.map(({ id }) => id)]);
    expect([...procedure.lanes.values()].filter(({ unit }) => unit !== undefined && !known.has(unit)).map(({ id }) => id)).toEqual([]);
  });

  test('every element has a name in Arabic and one in English', () => {
    const named = [...procedure.nodes.values(), ...procedure.lanes.values(), procedure];
    expect(named.filter(({ name }) => !/[\u0621-\u064a]/.test(name.ar) || !/[A-Za-z]{2}/.test(name.en)).map(({ id }) => id)).toEqual([]);
  });

  test('drawing it again changes nothing', async () => {
    expect(await layOut(xml)).toBe(xml);
  });

  test('every path is walked: each step, timer and ending is reached, and from every place an ending can be reached', () => {
    // A place is where the tokens stand and what was decided as far as a condition asks for it.
    const asked = [...procedure.nodes.values()].flatMap(({ outgoing }) => outgoing.flatMap(({ condition }) => [...(condition?.compared?.keys() ?? [])]));
    const place = (state: ProcedureState) =>
      JSON.stringify([
        state.ended,
        state.tokens.map(({ at }) => at).sort(),
        asked.filter((name) => name.startsWith('decisions.')).map((name) => state.decisions[name.slice('decisions.'.length)]),
      ]);
    const visited = new Set<string>();
    const back = new Map<string, Set<string>>();
    const seen = new Set<string>();
    const endings = new Set<string>();
    const open: [from: ProcedureState, event: ProcedureEvent][] = allData.map((data) => [notStarted, { type: 'start', data }]);
    for (let next = open.pop(); next; next = open.pop()) {
      const [from, event] = next;
      const { state, commands, ignored } = advance(procedure, from, event);
      expect(ignored, JSON.stringify(event)).toBeUndefined();
      if (event.type === 'timer') visited.add(event.timer);
      for (const command of commands) if (command.do === 'end' && command.at) visited.add(command.at);
      for (const { at } of state.tokens) visited.add(at);
      const here = place(state);
      back.set(here, (back.get(here) ?? new Set()).add(place(from)));
      if (state.ended) endings.add(here);
      if (state.ended || seen.has(here)) continue;
      seen.add(here);
      for (const following of possibleEvents(procedure, state)) for (const data of allData) open.push([state, { ...following, data }]);
    }
    const resting = [...procedure.nodes.values()].filter(
      (node) => (node.kind === 'task' && !node.compensates) || node.kind === 'end' || node.kind === 'boundary',
    );
    expect(resting.map(({ id }) => id).filter((id) => !visited.has(id))).toEqual([]);
    const leading = new Set(endings);
    for (const here of leading) for (const from of back.get(here) ?? []) leading.add(from);
    expect([...seen].filter((here) => !leading.has(here))).toEqual([]);
  });

  test('with random decisions, crashes, repetitions and withdrawals it always ends, and nothing is done twice or left open', () => {
    const step = fc.record({ pick: fc.nat(), data: fc.nat({ max: allData.length - 1 }), crash: fc.boolean(), repeat: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 60, maxLength: 60 }), fc.option(fc.nat({ max: 40 })), (steps, withdrawAt) => {
        const ledger = new Ledger();
        let kept = JSON.stringify(notStarted);
        const deliver = (event: ProcedureEvent, crash: boolean, repeat: boolean) => {
          const before = JSON.parse(kept) as ProcedureState;
          const advanced = advance(procedure, before, event);
          // A crash before the commit loses all of it; the event comes again and must lead to the same.
          if (crash) expect(advance(procedure, JSON.parse(kept) as ProcedureState, event)).toEqual(advanced);
          expect(before).toEqual(JSON.parse(kept));
          ledger.happened(event);
          ledger.apply(advanced.commands);
          kept = JSON.stringify(advanced.state);
          expect(kept.length).toBeLessThan(2_000);
          // A crash after the commit brings the same event again.
          if (repeat) expect(advance(procedure, JSON.parse(kept) as ProcedureState, event)).toMatchObject({ commands: [], ignored: {} });
        };
        deliver({ type: 'start', data: allData[0] ?? {} }, true, true);
        for (let at = 0; at < 600; at++) {
          const state = JSON.parse(kept) as ProcedureState;
          if (state.ended) break;
          const { pick = at * 7 + 3, data = at % allData.length, crash = true, repeat = true } = steps[at] ?? {};
          const events = possibleEvents(procedure, state);
          const event: ProcedureEvent | undefined = at === withdrawAt && !state.withdrawing ? { type: 'withdraw' } : events[pick % events.length];
          if (event) deliver({ ...event, data: allData[data] ?? {} }, crash, repeat);
        }
        expect(ledger.wrong).toEqual([]);
        expect(ledger.ended).toHaveLength(1);
        expect(ledger.standing).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });
});

import { readFile, readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { advance } from './advance.ts';
import { checkProcedure } from './checks/check-procedure.ts';
import type { Procedure } from './definition.ts';
import { layOut } from './lay-out/lay-out.ts';
import { notStarted, type Data, type ProcedureEvent, type ProcedureState } from './running/state.ts';
import { waitsOf } from './running/waiting.ts';
import { Ledger } from './testing/ledger.ts';
import { possibleEvents } from './testing/possible.ts';
import { procedureOf } from './testing/walk.ts';

const folder = new URL('../procedures/', import.meta.url);
const config = new URL('../../../config/', import.meta.url);
const files = (await readdir(folder)).filter((file) => file.endsWith('.bpmn'));
const dates = {
  expiresOn: '2027-03-01',
  graceEndsOn: '2027-04-01',
  correctionDueOn: '2027-01-05',
  paymentDueOn: '2027-02-01',
  bookingStartsAt: '2027-01-10T09:00:00+03:00',
  bookingRemindAt: '2027-01-09T09:00:00+03:00',
};

/** Data that tell all conditions of a procedure apart which do not ask for decisions. */
function dataFor(procedure: Procedure): Data[] {
  const asked = new Map<string, unknown[]>();
  for (const { outgoing } of procedure.nodes.values())
    for (const [name, literals] of outgoing.flatMap(({ condition }) => [...(condition?.compared ?? [])]))
      if (!/^decisions?\b/.test(name))
        asked.set(name, [...new Set([...(asked.get(name) ?? []), ...literals, typeof literals[0] === 'boolean' ? !literals[0] : ''])]);
  let all: Data[] = [dates];
  for (const [name, values] of asked) all = all.flatMap((data) => values.map((value) => ({ ...data, [name]: value })));
  return all;
}

/** Messages that systems and plugins will send to these procedures. */
const messages = new Set([
  'payment-received',
  'safety-certificate-received',
  'visit-result-received',
  'approvals-received',
  'renewal-requested',
  'correction-proved',
  'objection-filed',
  'booking-cancelled',
  'consent-given',
  'consent-refused',
]);
const roles = new Set((parse(await readFile(new URL('roles.yaml', config), 'utf8')) as { roles: { id: string }[] }).roles.map(({ id }) => id));

/** Whether nothing but its end follows a step: a reminder or an escalation beside the way of the request. */
const standsAside = (procedure: Procedure, step: string): boolean => {
  const node = procedure.nodes.get(step);
  return node?.kind === 'task' && ['case.escalate', 'applicant.remind'].includes(node.operation ?? '');
};

/** Events at a border that have happened, and the ends beside the way, which no command tells of. */
function reachedBy(procedure: Procedure, from: ProcedureState, event: ProcedureEvent): string[] {
  const token = 'token' in event ? from.tokens.find(({ id }) => id === event.token) : undefined;
  if (!token) return [];
  if (event.type === 'done') return standsAside(procedure, token.at) ? (procedure.nodes.get(token.at)?.outgoing.map(({ to }) => to) ?? []) : [];
  const happened = waitsOf(procedure, token).filter(({ node, waits }) => {
    if (event.type === 'timer') return node === event.timer;
    if (event.type === 'message') return waits.on === 'message' && waits.message === event.message;
    return event.type === 'error' && waits.on === 'error' && (waits.code ?? 'any') === event.code;
  });
  return happened.map(({ node }) => node);
}

describe.each(files)('%s', (file) => {
  let xml: string;
  let procedure: Procedure;
  let allData: Data[];
  beforeAll(async () => {
    xml = await readFile(new URL(file, folder), 'utf8');
    procedure = await procedureOf(xml);
    allData = dataFor(procedure);
  });

  test('an analyst finds nothing wrong in it', () => {
    expect(`${procedure.id}.bpmn`).toBe(file);
    expect(checkProcedure(procedure, { messages, roles })).toEqual([]);
  });

  test('its lanes lie on units of the organisation, or on those that the request brings', async () => {
    const { units } = JSON.parse(await readFile(new URL('organisation.json', config), 'utf8')) as { units: { id: string }[] };
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
      for (const reached of reachedBy(procedure, from, event)) visited.add(reached);
      for (const command of commands) if (command.do === 'end' && command.at) visited.add(command.at);
      for (const { at } of state.tokens) visited.add(at);
      const here = place(state);
      back.set(here, (back.get(here) ?? new Set()).add(place(from)));
      if (state.ended) endings.add(here);
      if (state.ended || seen.has(here)) continue;
      seen.add(here);
      const events = possibleEvents(procedure, state);
      // What stands aside changes nothing for the rest, so it is enough to let it end first.
      const aside = events.filter((one) => 'token' in one && standsAside(procedure, state.tokens.find(({ id }) => id === one.token)?.at ?? ''));
      for (const following of aside.length > 0 ? aside.slice(0, 1) : events) for (const data of allData) open.push([state, { ...following, data }]);
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
        for (let at = 0; at < 4_000; at++) {
          const state = JSON.parse(kept) as ProcedureState;
          if (state.ended) break;
          // Past the drawn ones in no order that could go round for ever.
          const mixed = Math.imul(at ^ (at >>> 3), 0x9e37_79b1) >>> 9;
          const { pick = mixed, data = mixed % allData.length, crash = at < 200, repeat = at < 200 } = steps[at] ?? {};
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

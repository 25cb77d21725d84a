import { expect, test } from 'vitest';
import { boundary, bpmn, chain, end, exclusive, flow, inclusive, message, start, timer, user } from '../testing/bpmn-text.ts';
import { procedureOf } from '../testing/walk.ts';
import { checkProcedure, type Surroundings } from './check-procedure.ts';

const found = async (xml: string, known?: Surroundings) => checkProcedure(await procedureOf(xml), known).map(({ key, at, values }) => ({ key, at, ...values }));
const decided = (gateway: string, ...conditions: [to: string, condition: string][]) => conditions.map(([to, text], at) => flow(`f${at}`, gateway, to, text));
const twoEnds = [end('one'), end('two')];

test('a sound procedure has no findings', async () => {
  expect(
    await found(
      bpmn(start, user('a'), exclusive('g'), ...twoEnds, chain('start', 'a', 'g'), ...decided('g', ['one', 'decision = "yes"'], ['two', 'decision = "no"'])),
    ),
  ).toEqual([]);
});

test('a step that no path comes to, and one from which no path leads to an end, are found', async () => {
  const xml = bpmn(start, user('a'), user('lost'), exclusive('loop'), user('stuck'), end(), chain('start', 'a', 'loop', 'stuck', 'loop'), chain('lost', 'end'));
  expect(await found(xml)).toEqual([
    { key: 'no-way-out', at: 'start' },
    { key: 'no-way-out', at: 'a' },
    { key: 'unreachable', at: 'lost' },
    { key: 'no-way-out', at: 'loop' },
    { key: 'no-way-out', at: 'stuck' },
    { key: 'unreachable', at: 'end' },
  ]);
});

test('a step whose only way out is a timer at its border has a way out', async () => {
  const xml = bpmn(
    start,
    user('a'),
    boundary('late', 'a', timer('P1D')),
    exclusive('again'),
    end(),
    chain('start', 'again', 'a', 'again'),
    chain('late', 'end'),
  );
  expect(await found(xml)).toEqual([]);
});

test('steps for people without a lane, a role or a known role are found', async () => {
  const xml = bpmn(start, user('a'), end(), chain('start', 'a', 'end'));
  expect(await found(xml.replace('amanah:role="officer"', ''))).toEqual([{ key: 'no-role', at: 'a', lane: 'lane' }]);
  expect(await found(xml.replace('<bpmn:flowNodeRef>a</bpmn:flowNodeRef>', ''))).toEqual([{ key: 'no-lane', at: 'a' }]);
  expect(await found(xml, { roles: new Set(['clerk']) })).toEqual([{ key: 'unknown-role', at: 'a', lane: 'lane', role: 'officer' }]);
});

test.each([
  [['area > 10', 'area <= 10'], []],
  [['area > 10', 'area < 10'], [{ key: 'no-default', at: 'g', example: 'area = 10' }]],
  [['area > 10', 'area <= 20'], [{ key: 'conditions-overlap', at: 'g', flows: 'f0, f1', example: 'area = 20' }]],
  [['kind = "shop"', 'kind != "shop"'], []],
  [['kind = "shop"', 'kind = "office"'], [{ key: 'no-default', at: 'g', example: 'kind = …' }]],
  [['decision = "yes"', 'decision = "yes"'], [{ key: 'conditions-overlap', at: 'g', flows: 'f0, f1', example: 'decision = "yes"' }]],
  [['decisions.a = "x" and open = true', 'decisions.a = "x" and open = false'], [{ key: 'no-default', at: 'g', example: 'decisions.a = …, open = true' }]],
  [['count(owners) > 1', 'count(owners) = 1'], [{ key: 'no-default', at: 'g' }]],
])('conditions %j of an exclusive gateway without a default give %j', async (conditions, findings) => {
  const [one = '', two = ''] = conditions;
  const xml = bpmn(start, user('a'), exclusive('g'), ...twoEnds, chain('start', 'a', 'g'), ...decided('g', ['one', one], ['two', two]));
  expect(await found(xml)).toEqual(findings);
});

test('a default flow fills every gap; conditions of an inclusive gateway may hold together; a flow without a condition is found', async () => {
  const one = flow('f0', 'g', 'one', 'area > 10');
  const rest = flow('rest', 'g', 'two');
  const line = chain('start', 'a', 'g');
  expect(await found(bpmn(start, user('a'), exclusive('g', 'default="rest"'), ...twoEnds, line, one, rest))).toEqual([]);
  expect(await found(bpmn(start, user('a'), exclusive('g'), ...twoEnds, line, one, rest))).toEqual([{ key: 'condition-missing', at: 'rest', gateway: 'g' }]);
  const both = decided('g', ['one', 'area > 10'], ['two', 'area <= 20']);
  expect(await found(bpmn(start, user('a'), inclusive('g'), ...twoEnds, line, ...both))).toEqual([]);
});

test('timers without a duration and messages that nobody sends are found', async () => {
  const caught = (definition: string) =>
    bpmn(start, `<bpmn:intermediateCatchEvent id="x">${definition}</bpmn:intermediateCatchEvent>`, end(), chain('start', 'x', 'end'));
  expect(await found(caught('<bpmn:timerEventDefinition />'))).toEqual([{ key: 'timer-without-duration', at: 'x' }]);
  expect(await found(caught(timer('30 days')))).toEqual([{ key: 'timer-without-duration', at: 'x' }]);
  expect(await found(caught(message('payment')))).toEqual([{ key: 'message-nobody-sends', at: 'x', message: 'payment' }]);
  expect(await found(caught(message('payment')), { messages: new Set(['payment']) })).toEqual([]);
});

test('a call of a procedure that is not there is found', async () => {
  const xml = bpmn(start, '<bpmn:callActivity id="c" calledElement="visit" />', end(), chain('start', 'c', 'end'));
  expect(await found(xml, { procedures: new Set(['other']) })).toEqual([{ key: 'unknown-procedure', at: 'c', procedure: 'visit' }]);
});

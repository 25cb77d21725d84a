import { expect, test } from 'vitest';
import { boundary, bpmn, chain, end, exclusive, flow, message, parallel, service, start, user } from '../testing/bpmn-text.ts';
import { procedureOf } from '../testing/walk.ts';
import { readProcedure } from './read-procedure.ts';

async function refused(xml: string) {
  const read = await readProcedure(xml);
  return 'refusals' in read ? read.refusals : [];
}

const around = (...middle: string[]) => bpmn(start, ...middle, end(), chain('start', 'x', 'end'));
const event = (id: string, definition: string, element = 'intermediateCatchEvent') => `<bpmn:${element} id="${id}">${definition}</bpmn:${element}>`;

test.each([
  ['a script', around('<bpmn:scriptTask id="x" />'), 'element', 'bpmn:ScriptTask'],
  ['a task of no kind', around('<bpmn:task id="x" />'), 'element', 'bpmn:Task'],
  ['a complex gateway', around('<bpmn:complexGateway id="x" />'), 'element', 'bpmn:ComplexGateway'],
  ['a transaction', around('<bpmn:transaction id="x" />'), 'element', 'bpmn:Transaction'],
  ['an event that is thrown midway', around(event('x', message('m'), 'intermediateThrowEvent')), 'element', 'bpmn:IntermediateThrowEvent'],
  ['a signal', around(event('x', '<bpmn:signalEventDefinition />')), 'event-definition', 'bpmn:IntermediateCatchEvent'],
  ['a repeated task', around('<bpmn:userTask id="x"><bpmn:multiInstanceLoopCharacteristics /></bpmn:userTask>'), 'loop', 'bpmn:UserTask'],
  [
    'a repeating timer',
    around(event('x', '<bpmn:timerEventDefinition><bpmn:timeCycle>R3/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>')),
    'timer-cycle',
    'bpmn:IntermediateCatchEvent',
  ],
  ['a receive task without a message', around('<bpmn:receiveTask id="x" />'), 'message-missing', 'bpmn:ReceiveTask'],
  ['a call of nothing', around('<bpmn:callActivity id="x" />'), 'called-missing', 'bpmn:CallActivity'],
  ['a time limit that is none', around(user('x', 'amanah:sla="soon"')), 'own-attribute', 'bpmn:UserTask'],
])('%s is refused by element and place', async (_what, xml, key, element) => {
  const found = await refused(xml);
  expect(found).toContainEqual(expect.objectContaining({ key, at: 'x', element, line: xml.split('\n').findIndex((line) => line.includes('id="x"')) + 1 }));
});

test.each([
  ['two ways out of a task', bpmn(start, user('x'), end(), end('other'), chain('start', 'x', 'end'), chain('x', 'other')), 'several-ways-out', 'x'],
  ['a condition after a task', bpmn(start, user('x'), end(), chain('start', 'x'), flow('f', 'x', 'end', 'a = 1')), 'condition-place', 'f'],
  ['a condition that is no FEEL', bpmn(start, exclusive('x'), end(), chain('start', 'x'), flow('f', 'x', 'end', '${next}')), 'condition-syntax', 'f'],
  ['two starts', bpmn(start, '<bpmn:startEvent id="second" />', end(), chain('start', 'end'), chain('second', 'end')), 'one-start', 'tested'],
  [
    'a task after an event-based gateway',
    bpmn(start, '<bpmn:eventBasedGateway id="g" />', user('x'), end(), chain('start', 'g', 'x', 'end')),
    'after-event-gateway',
    'x',
  ],
  [
    'an error that does not interrupt',
    bpmn(start, service('s'), boundary('x', 's', '<bpmn:errorEventDefinition />', false), end(), chain('start', 's', 'end'), chain('x', 'end')),
    'boundary-error',
    'x',
  ],
  [
    'undoing without a task for it',
    bpmn(start, service('s'), boundary('x', 's', '<bpmn:compensateEventDefinition />'), end(), chain('start', 's', 'end')),
    'compensation-handler',
    'x',
  ],
])('%s is refused', async (_what, xml, key, at) => {
  expect(await refused(xml)).toContainEqual(expect.objectContaining({ key, at }));
});

test('what is no XML, no BPMN or no single process is refused', async () => {
  expect(await refused('hello')).toEqual([expect.objectContaining({ key: 'not-xml' })]);
  expect(await refused(around('<bpmn:userTask id="x" default="nowhere" />'))).toEqual([expect.objectContaining({ key: 'not-bpmn', at: 'x' })]);
  expect(await refused(bpmn(start, end(), chain('start', 'end')).replace('</bpmn:definitions>', '<bpmn:process id="second" /></bpmn:definitions>'))).toEqual([
    expect.objectContaining({ key: 'one-process', detail: '2' }),
  ]);
});

test('everything that is refused in a file is said at once', async () => {
  expect(
    (await refused(bpmn(start, '<bpmn:scriptTask id="x" />', '<bpmn:task id="y" />', end(), chain('start', 'x', 'y', 'end')))).map(({ at }) => at),
  ).toEqual(['x', 'y']);
});

test('names in both languages, lanes with role, unit and holder, and notes for people are read', async () => {
  const xml = bpmn(
    start,
    user('a', 'name="تدقيق" amanah:nameEn="Check"'),
    '<bpmn:dataObject id="paper" />',
    parallel('p'),
    end(),
    chain('start', 'a', 'p', 'end'),
  ).replace('amanah:unit="request"', 'amanah:unit="request" amanah:holder="external" amanah:nameEn="Lane"');
  const { nodes, lanes, name } = await procedureOf(xml);
  expect(name).toEqual({ ar: 'إجراء', en: 'إجراء' });
  expect(nodes.get('a')?.name).toEqual({ ar: 'تدقيق', en: 'Check' });
  expect([...lanes.values()]).toEqual([{ id: 'lane', name: { ar: 'مسار', en: 'Lane' }, holder: 'external', role: 'officer', unit: 'request' }]);
  expect(nodes.has('paper')).toBe(false);
});

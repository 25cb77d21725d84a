import { expect, test } from 'vitest';
import { advance } from './advance.ts';
import { moveToVersion } from './move-to-version.ts';
import { boundary, bpmn, chain, end, flow, message, parallel, service, start, timer, user } from './testing/bpmn-text.ts';
import { inShort, procedureOf, Walk } from './testing/walk.ts';

const undo = (id: string) => [
  `<bpmn:boundaryEvent id="${id}-event" attachedToRef="${id}"><bpmn:compensateEventDefinition /></bpmn:boundaryEvent>`,
  service(`undo-${id}`, 'isForCompensation="true"'),
];
const undone = (id: string) => `<bpmn:association id="${id}-undone" associationDirection="One" sourceRef="${id}-event" targetRef="undo-${id}" />`;

async function moved(before: string, after: string, prepare: (walk: Walk) => void = () => undefined) {
  const [from, to] = [await procedureOf(before), await procedureOf(after)];
  const walk = new Walk(from).start();
  prepare(walk);
  return { walk, to, answer: moveToVersion(from, to, walk.state) };
}

test('a request goes on in the new version from the step where it stands', async () => {
  const { walk, to, answer } = await moved(
    bpmn(start, user('a'), end(), chain('start', 'a', 'end')),
    bpmn(start, user('before'), user('a'), user('b'), end(), chain('start', 'before', 'a', 'b', 'end')),
  );
  expect(answer).toEqual({ state: walk.state, commands: [] });
  const next = advance(to, walk.state, { type: 'done', token: walk.token('a') });
  expect(inShort(next.commands)).toEqual(['close a', 'open b']);
});

test('what is waited for no longer is taken back, what is new is set, and a task that goes to others is changed instead of opened anew', async () => {
  const { answer } = await moved(
    bpmn(
      start,
      user('a', 'amanah:sla="P1D"'),
      boundary('late', 'a', timer('P3D')),
      boundary('kept', 'a', timer('P9D')),
      end(),
      chain('start', 'a', 'end'),
      chain('late', 'end'),
      chain('kept', 'end'),
    ),
    bpmn(
      start,
      user('a', 'amanah:sla="P2D"'),
      boundary('asked', 'a', message('ask')),
      boundary('kept', 'a', timer('P9D')),
      end(),
      chain('start', 'a', 'end'),
      chain('asked', 'end'),
      chain('kept', 'end'),
    ),
  );
  expect('commands' in answer && inShort(answer.commands)).toEqual(['clear-timer late', 'change a', 'await ask']);
});

test.each([
  ['its step is gone', bpmn(start, user('b'), end(), chain('start', 'b', 'end')), { key: 'step-gone', at: 'a' }],
  ['its step is of another kind', bpmn(start, service('a'), end(), chain('start', 'a', 'end')), { key: 'step-of-another-kind', at: 'a' }],
  [
    'its step is inside a sub-process now',
    bpmn(
      start,
      `<bpmn:subProcess id="s"><bpmn:startEvent id="in" />${user('a')}${end('out')}${chain('in', 'a', 'out')}</bpmn:subProcess>`,
      end(),
      chain('start', 's', 'end'),
    ),
    { key: 'step-elsewhere', at: 'a' },
  ],
  [
    'a new timer would have no due date',
    bpmn(start, user('a'), boundary('late', 'a', timer('=expiresOn')), end(), chain('start', 'a', 'end'), chain('late', 'end')),
    { key: 'no-due', at: 'late' },
  ],
])('a request stays on its version when %s', async (_why, after, obstacle) => {
  expect((await moved(bpmn(start, user('a'), end(), chain('start', 'a', 'end')), after)).answer).toEqual({ obstacles: [obstacle] });
});

test('a request stays on its version when a join has not the flow any more by which a token came, or when nothing would undo what was done', async () => {
  const joined = (more: string, last: string) =>
    bpmn(start, parallel('f'), user('a'), user('b'), parallel('j'), end(), chain('start', 'f', 'b', 'j', 'end'), chain('f', 'a'), flow(last, 'a', 'j'), more);
  const join = await moved(joined('', 'a-j'), joined('', 'other'), (walk) => void walk.done('a'));
  expect(join.answer).toEqual({ obstacles: [{ key: 'flow-gone', at: 'a-j' }] });
  const line = chain('start', 'bill', 'a', 'end');
  const bill = await moved(
    bpmn(start, service('bill'), ...undo('bill'), user('a'), end(), line, undone('bill')),
    bpmn(start, service('bill'), user('a'), end(), line),
    (walk) => void walk.done('bill'),
  );
  expect(bill.answer).toEqual({ obstacles: [{ key: 'undo-gone', at: 'bill' }] });
});

test('a request that has ended is not moved', async () => {
  const xml = bpmn(start, user('a'), end(), chain('start', 'a', 'end'));
  expect((await moved(xml, xml, (walk) => void walk.done('a'))).answer).toEqual({ obstacles: [{ key: 'ended', at: 'start' }] });
});

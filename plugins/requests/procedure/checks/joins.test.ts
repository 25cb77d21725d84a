import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundary, bpmn, chain, end, exclusive, flow, inclusive, message, parallel, service, start, timer, user } from '../testing/bpmn-text.ts';
import { anyBlock, byFeel, write } from '../testing/structured.ts';
import { procedureOf } from '../testing/walk.ts';
import { checkJoins } from './joins.ts';

const found = async (xml: string) => checkJoins(await procedureOf(xml)).map(({ key, at }) => `${key} ${at}`);

test('a procedure whose branches meet as they part has no findings', async () => {
  await fc.assert(
    fc.asyncProperty(anyBlock(['line', 'exclusive', 'parallel', 'inclusive', 'again', 'timed', 'inside']), async (tree) => {
      expect(await found(bpmn(...write(tree, byFeel)))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a parallel join behind an exclusive gateway waits for ever', async () => {
  const xml = bpmn(
    start,
    exclusive('one'),
    user('a'),
    user('b'),
    parallel('join'),
    end(),
    chain('start', 'one', 'a', 'join', 'end'),
    chain('one', 'b', 'join'),
  );
  expect(await found(xml)).toEqual(['stuck-at-join join']);
});

test('a parallel join waits for ever for a branch that a timer has taken elsewhere', async () => {
  const xml = bpmn(
    start,
    parallel('fork'),
    user('a'),
    user('b'),
    boundary('late', 'b', timer('P1D')),
    parallel('join'),
    end(),
    end('lapsed'),
    chain('start', 'fork', 'a', 'join', 'end'),
    chain('fork', 'b', 'join'),
    chain('late', 'lapsed'),
  );
  expect(await found(xml)).toEqual(['stuck-at-join join']);
  expect(await found(xml.replace('<bpmn:endEvent id="lapsed" />', '<bpmn:endEvent id="lapsed"><bpmn:terminateEventDefinition /></bpmn:endEvent>'))).toEqual([]);
});

test('an inclusive join behind an exclusive gateway goes on with the one branch', async () => {
  const xml = bpmn(
    start,
    exclusive('one'),
    user('a'),
    user('b'),
    inclusive('join'),
    end(),
    chain('start', 'one', 'a', 'join', 'end'),
    chain('one', 'b', 'join'),
  );
  expect(await found(xml)).toEqual([]);
});

test('what comes after branches that meet without a join happens twice, also when the second branch is begun by a message', async () => {
  const meeting = bpmn(
    start,
    parallel('fork'),
    user('a'),
    user('b'),
    exclusive('meet'),
    user('pay'),
    end(),
    chain('start', 'fork', 'a', 'meet', 'pay', 'end'),
    chain('fork', 'b', 'meet'),
  );
  expect(await found(meeting)).toEqual(['happens-twice pay']);
  const later = bpmn(
    start,
    parallel('fork'),
    user('z'),
    user('b'),
    user('c'),
    parallel('join'),
    user('d'),
    exclusive('meet'),
    user('pay'),
    end(),
    chain('start', 'fork', 'z', 'meet', 'pay', 'end'),
    chain('fork', 'b', 'join', 'd', 'meet'),
    chain('fork', 'c', 'join'),
  );
  expect(await found(later)).toEqual(['happens-twice pay']);
  const asked = bpmn(
    start,
    user('a'),
    boundary('ask', 'a', message('m'), false),
    exclusive('meet'),
    user('pay'),
    end(),
    chain('start', 'a', 'meet', 'pay', 'end'),
    chain('ask', 'meet'),
  );
  expect(await found(asked)).toEqual(['happens-twice pay']);
});

test('a reminder beside a step may come in each visit of the step; one that meets the way of the request happens twice', async () => {
  const circle = (...after: string[]) =>
    bpmn(
      start,
      user('review'),
      boundary('soon', 'review', timer('P1D'), false),
      service('remind'),
      exclusive('result'),
      user('complete'),
      end(),
      end('reminded'),
      chain('start', 'review', 'result'),
      flow('good', 'result', 'end', 'decision = "good"'),
      flow('bad', 'result', 'complete', 'decision = "bad"'),
      chain('complete', 'review'),
      chain('soon', 'remind', ...after),
    );
  expect(await found(circle('reminded'))).toEqual([]);
  expect(await found(circle('complete'))).not.toEqual([]);
});

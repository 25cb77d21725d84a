import { describe, expect, test } from 'vitest';
import { bpmn, boundary, chain, end, exclusive, flow, inclusive, message, parallel, start, timer, user } from './testing/bpmn-text.ts';
import { inShort, procedureOf, Walk } from './testing/walk.ts';

describe('an exclusive gateway', () => {
  const xml = bpmn(
    start,
    user('review'),
    exclusive('result', 'default="otherwise"'),
    user('pay'),
    user('visit'),
    end(),
    chain('start', 'review', 'result'),
    flow('big', 'result', 'visit', 'decision = "approve" and area > 100'),
    flow('small', 'result', 'pay', 'decision = "approve"'),
    flow('otherwise', 'result', 'end'),
    chain('pay', 'end'),
    chain('visit', 'end'),
  );
  test.each([
    ['approve', { area: 200 }, ['visit']],
    ['approve', { area: 90 }, ['pay']],
    ['approve', undefined, ['pay']],
    ['reject', { area: 200 }, []],
  ])('goes by the first condition that holds: %s with %j leads to %j', async (decision, data, at) => {
    const walk = new Walk(await procedureOf(xml)).start();
    walk.done('review', decision, data);
    expect(walk.at).toEqual(at);
  });

  test('without a default, a decision that no condition asks for changes nothing and names the gateway', async () => {
    const walk = new Walk(
      await procedureOf(
        bpmn(
          start,
          user('review'),
          exclusive('result'),
          end('yes'),
          end('no'),
          chain('start', 'review', 'result'),
          flow('a', 'result', 'yes', 'decision = "yes"'),
          flow('b', 'result', 'no', 'decision = "no"'),
        ),
      ),
    ).start();
    const before = walk.state;
    expect(walk.done('review', 'maybe')).toMatchObject({ commands: [], ignored: { reason: 'no-flow', at: 'result' } });
    expect(walk.state).toEqual(before);
  });

  test('a later gateway can ask for the decision of an earlier step', async () => {
    const walk = new Walk(
      await procedureOf(
        bpmn(
          start,
          user('kind'),
          user('pay'),
          exclusive('seal', 'default="sign"'),
          user('signature'),
          end(),
          chain('start', 'kind', 'pay', 'seal'),
          flow('instant', 'seal', 'end', 'decisions.kind = "instant"'),
          flow('sign', 'seal', 'signature'),
          chain('signature', 'end'),
        ),
      ),
    ).start();
    walk.done('kind', 'instant');
    walk.done('pay');
    expect(walk.state.ended).toBe('completed');
  });

  test('a circle of gateways is noticed instead of turning for ever', async () => {
    const xmlOfCircle = bpmn(
      start,
      exclusive('a'),
      exclusive('b', 'default="back"'),
      end(),
      chain('start', 'a', 'b'),
      flow('back', 'b', 'a'),
      flow('out', 'b', 'end', 'ready = true'),
    );
    expect(new Walk(await procedureOf(xmlOfCircle)).send({ type: 'start' })).toMatchObject({ commands: [], ignored: { reason: 'endless' } });
  });
});

test('a parallel gateway opens all branches and waits for all of them', async () => {
  const xml = bpmn(
    start,
    parallel('fork'),
    user('a'),
    user('b'),
    parallel('join'),
    user('last'),
    end(),
    chain('start', 'fork', 'a', 'join', 'last', 'end'),
    chain('fork', 'b', 'join'),
  );
  const walk = new Walk(await procedureOf(xml)).start();
  expect(walk.at).toEqual(['a', 'b']);
  walk.done('b');
  expect(walk.at).toEqual(['a', 'join']);
  walk.done('a');
  expect(walk.at).toEqual(['last']);
});

describe('an inclusive gateway', () => {
  const xml = bpmn(
    start,
    inclusive('fork', 'default="none"'),
    user('a'),
    user('b'),
    user('c'),
    inclusive('join'),
    user('last'),
    end(),
    chain('start', 'fork'),
    flow('fa', 'fork', 'a', 'needs.a'),
    flow('fb', 'fork', 'b', 'needs.b'),
    flow('none', 'fork', 'c'),
    chain('a', 'join', 'last', 'end'),
    chain('b', 'join'),
    chain('c', 'join'),
  );
  test.each([
    [{ a: true, b: true }, ['a', 'b']],
    [{ b: true }, ['b']],
    [{}, ['c']],
  ])('for %j opens %j and waits for these alone', async (needs, opened) => {
    const walk = new Walk(await procedureOf(xml)).start({ data: { needs } });
    expect(walk.at).toEqual(opened);
    for (const [at, step] of opened.entries()) {
      expect(walk.at).not.toContain('last');
      walk.done(step);
      expect(walk.at.includes('last')).toBe(at === opened.length - 1);
    }
  });

  test('a join waits for a token that can still come by an empty flow, and no longer when it has gone another way', async () => {
    const walk = new Walk(
      await procedureOf(
        bpmn(
          start,
          parallel('fork'),
          user('a'),
          user('b'),
          exclusive('leave', 'default="stay"'),
          end('gone'),
          inclusive('join'),
          user('last'),
          end(),
          chain('start', 'fork', 'a', 'join', 'last', 'end'),
          chain('fork', 'b', 'leave'),
          flow('stay', 'leave', 'join'),
          flow('go', 'leave', 'gone', 'decision = "go"'),
        ),
      ),
    ).start();
    walk.done('a');
    expect(walk.at).toEqual(['b', 'join']);
    walk.done('b', 'go');
    expect(walk.at).toEqual(['last']);
  });
});

test('an event-based gateway goes by what happens first and gives up the rest', async () => {
  const catching = (id: string, definition: string) => `<bpmn:intermediateCatchEvent id="${id}">${definition}</bpmn:intermediateCatchEvent>`;
  const xml = bpmn(
    start,
    '<bpmn:eventBasedGateway id="wait" />',
    catching('paid', message('payment')),
    catching('late', timer('P60D')),
    end('closed'),
    end('hold'),
    chain('start', 'wait', 'paid', 'closed'),
    chain('wait', 'late', 'hold'),
  );
  const procedure = await procedureOf(xml);
  const walk = new Walk(procedure).start();
  expect(inShort(walk.commands)).toEqual(['await payment', 'set-timer late P60D']);
  expect(inShort(walk.message('payment').commands)).toEqual(['clear-timer late', 'end completed']);
  const other = new Walk(procedure).start();
  expect(inShort(other.timer('wait', 'late').commands)).toEqual(['stop-await payment', 'end completed']);
  expect(other.message('payment').ignored).toEqual({ reason: 'ended' });
});

test('a timer at a parallel branch that has fired does not hold the join', async () => {
  const xml = bpmn(
    start,
    parallel('fork'),
    user('a'),
    user('b'),
    boundary('late', 'b', timer('P1D')),
    exclusive('merge'),
    parallel('join'),
    end(),
    chain('start', 'fork', 'a', 'join', 'end'),
    chain('fork', 'b', 'merge', 'join'),
    chain('late', 'merge'),
  );
  const walk = new Walk(await procedureOf(xml)).start();
  walk.done('a');
  expect(inShort(walk.timer('b', 'late').commands)).toEqual(['close b', 'end completed']);
});

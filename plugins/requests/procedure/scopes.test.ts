import { describe, expect, test } from 'vitest';
import { boundary, bpmn, chain, end, exclusive, flow, parallel, service, start, timer, user } from './testing/bpmn-text.ts';
import { inShort, procedureOf, Walk } from './testing/walk.ts';

const walkOf = async (...elements: string[]) => new Walk(await procedureOf(bpmn(...elements))).start();
const sub = (id: string, ...inside: string[]) => `<bpmn:subProcess id="${id}">${inside.join('\n')}</bpmn:subProcess>`;
const begin = '<bpmn:startEvent id="begin" />';
const terminate = (id: string) => `<bpmn:endEvent id="${id}"><bpmn:terminateEventDefinition /></bpmn:endEvent>`;
const failing = (id: string, code: string) => `<bpmn:endEvent id="${id}"><bpmn:errorEventDefinition errorRef="${code}" /></bpmn:endEvent>`;

describe('a sub-process', () => {
  const two = [begin, parallel('fork'), user('a'), user('b'), end('out'), chain('begin', 'fork', 'a', 'out'), chain('fork', 'b', 'out')];
  test('is left when all inside it has ended', async () => {
    const walk = await walkOf(start, sub('both', ...two), user('last'), end(), chain('start', 'both', 'last', 'end'));
    expect(walk.at).toEqual(['a', 'b', 'both']);
    walk.done('a');
    expect(walk.at).toEqual(['b', 'both']);
    walk.done('b');
    expect(walk.at).toEqual(['last']);
  });

  test('a timer at its border ends all inside it', async () => {
    const walk = await walkOf(
      start,
      sub('both', ...two),
      boundary('late', 'both', timer('P5D')),
      end(),
      end('lapsed'),
      chain('start', 'both', 'end'),
      chain('late', 'lapsed'),
    );
    expect(inShort(walk.timer('both', 'late').commands)).toEqual(['close a', 'close b', 'end completed']);
  });

  test('a terminate end inside it ends it alone; one outside ends the whole request', async () => {
    const walk = await walkOf(
      start,
      parallel('all'),
      user('beside'),
      sub('either', begin, parallel('fork'), user('a'), user('b'), terminate('first'), chain('begin', 'fork', 'a', 'first'), chain('fork', 'b', 'first')),
      user('last'),
      terminate('over'),
      end(),
      chain('start', 'all', 'either', 'last', 'over'),
      chain('all', 'beside', 'end'),
    );
    expect(inShort(walk.done('a').commands)).toEqual(['close a', 'close b', 'open last']);
    expect(walk.at).toEqual(['beside', 'last']);
    expect(inShort(walk.done('last').commands)).toEqual(['close last', 'close beside', 'end terminated']);
  });

  test('an error end goes to the event at the border of the nearest scope that catches it; at the top it ends the request as failed', async () => {
    const inner = sub('inner', '<bpmn:startEvent id="deep" />', user('check'), failing('bad', 'not-valid'), chain('deep', 'check', 'bad'));
    const outer = sub('outer', begin, inner, end('fine'), chain('begin', 'inner', 'fine'));
    const caught = boundary('caught', 'outer', '<bpmn:errorEventDefinition errorRef="not-valid" />');
    const walk = await walkOf(start, outer, caught, user('repair'), end(), chain('start', 'outer', 'end'), chain('caught', 'repair', 'end'));
    walk.done('check');
    expect(walk.at).toEqual(['repair']);
    const lost = await walkOf(start, outer, end(), chain('start', 'outer', 'end'));
    expect(lost.done('check').commands.at(-1)).toEqual({ do: 'end', how: 'failed', at: 'bad', error: 'not-valid' });
  });
});

describe('a withdrawal', () => {
  const undone = (id: string) => [
    `<bpmn:boundaryEvent id="${id}-event" attachedToRef="${id}"><bpmn:compensateEventDefinition /></bpmn:boundaryEvent>`,
    service(`undo-${id}`, 'isForCompensation="true"'),
    `<bpmn:association id="${id}-undone" associationDirection="One" sourceRef="${id}-event" targetRef="undo-${id}" />`,
  ];
  /** Associations come after all elements of a process. */
  const ordered = (...elements: string[]) => [
    ...elements.filter((one) => !one.startsWith('<bpmn:association')),
    ...elements.filter((one) => one.startsWith('<bpmn:association')),
  ];

  test('closes what is open and undoes what was done, the latest first, each once', async () => {
    const walk = await walkOf(
      ...ordered(
        start,
        service('bill'),
        ...undone('bill'),
        service('book'),
        ...undone('book'),
        service('print'),
        user('sign'),
        end(),
        chain('start', 'bill', 'book', 'print', 'sign', 'end'),
      ),
    );
    for (const step of ['bill', 'book', 'print']) walk.done(step);
    expect(walk.send({ type: 'withdraw' }).commands).toEqual([
      { do: 'close', token: 4, step: 'sign', why: 'cancelled' },
      { do: 'run', token: 5, step: 'undo-book', work: 'service', undoes: 'book' },
    ]);
    expect(walk.send({ type: 'withdraw' }).ignored).toEqual({ reason: 'withdrawing' });
    expect(inShort(walk.done('undo-book').commands)).toEqual(['run undo-bill']);
    expect(inShort(walk.done('undo-bill').commands)).toEqual(['state withdrawn', 'end withdrawn']);
    expect(walk.send({ type: 'done', token: 5 }).ignored).toEqual({ reason: 'ended' });
  });

  test('undoes nothing that was not finished, and a step in a circle as often as it was done', async () => {
    const walk = await walkOf(
      ...ordered(
        start,
        exclusive('again'),
        service('bill'),
        ...undone('bill'),
        user('pay'),
        exclusive('paid', 'default="out"'),
        end(),
        chain('start', 'again', 'bill', 'pay', 'paid'),
        flow('back', 'paid', 'again', 'decision = "again"'),
        flow('out', 'paid', 'end'),
      ),
    );
    walk.done('bill');
    walk.done('pay', 'again');
    walk.done('bill');
    walk.done('pay', 'again');
    expect(inShort(walk.send({ type: 'withdraw' }).commands)).toEqual(['cancel-run bill', 'run undo-bill']);
    expect(inShort(walk.done('undo-bill').commands)).toEqual(['run undo-bill']);
    expect(inShort(walk.done('undo-bill').commands)).toEqual(['state withdrawn', 'end withdrawn']);
  });

  test('a sub-process that can be undone as a whole is, and not its parts', async () => {
    const walk = await walkOf(
      ...ordered(
        start,
        sub('move', begin, ...ordered(service('bill'), ...undone('bill'), end('out'), chain('begin', 'bill', 'out'))),
        ...undone('move'),
        user('sign'),
        end(),
        chain('start', 'move', 'sign', 'end'),
      ),
    );
    walk.done('bill');
    expect(inShort(walk.send({ type: 'withdraw' }).commands)).toEqual(['close sign', 'run undo-move']);
  });

  test('while everything is undone, nothing of the procedure itself goes on', async () => {
    const walk = await walkOf(...ordered(start, service('bill'), ...undone('bill'), user('sign'), end(), chain('start', 'bill', 'sign', 'end')));
    walk.done('bill');
    const sign = walk.token('sign');
    walk.send({ type: 'withdraw' });
    expect(walk.send({ type: 'done', token: sign }).ignored).toEqual({ reason: 'token-gone' });
  });
});

import { describe, expect, test } from 'vitest';
import { boundary, bpmn, chain, end, service, start, timer, user } from './testing/bpmn-text.ts';
import { inShort, procedureOf, Walk } from './testing/walk.ts';

const walkOf = async (...elements: string[]) => new Walk(await procedureOf(bpmn(...elements))).start();

test('a task for people says who may have it, how long it may take, and its form', async () => {
  const walk = await walkOf(start, user('review', 'amanah:sla="P1D" amanah:form="review" amanah:state="under-review"'), end(), chain('start', 'review', 'end'));
  expect(walk.commands).toEqual([
    { do: 'state', state: 'under-review', step: 'review' },
    { do: 'open', token: 1, step: 'review', work: 'user', holder: 'authority', lane: 'lane', role: 'officer', unit: 'request', form: 'review', sla: 'P1D' },
  ]);
  expect(walk.done('review', 'approve').commands).toEqual([
    { do: 'close', token: 1, step: 'review', why: 'done', decision: 'approve' },
    { do: 'end', how: 'completed', at: 'end' },
  ]);
  expect(walk.state).toEqual({ next: 2, tokens: [], decisions: { review: 'approve' }, ended: 'completed' });
});

test('the state of a request can change when a step is done', async () => {
  const walk = await walkOf(start, user('send', 'amanah:stateWhenDone="submitted"'), end(), chain('start', 'send', 'end'));
  expect(inShort(walk.commands)).toEqual(['open send']);
  expect(inShort(walk.done('send').commands)).toEqual(['close send', 'state submitted', 'end completed']);
});

test('external steps wait until their job is done; their kind, operation and message are said', async () => {
  const walk = await walkOf(
    start,
    service('fetch', 'amanah:operation="prefill"'),
    '<bpmn:businessRuleTask id="rule" amanah:operation="site" />',
    '<bpmn:sendTask id="tell" messageRef="told" />',
    end(),
    chain('start', 'fetch', 'rule', 'tell', 'end'),
  );
  expect(walk.commands).toEqual([{ do: 'run', token: 1, step: 'fetch', work: 'service', operation: 'prefill' }]);
  expect(walk.done('fetch').commands).toEqual([{ do: 'run', token: 2, step: 'rule', work: 'rule', operation: 'site' }]);
  expect(walk.done('rule').commands).toEqual([{ do: 'run', token: 3, step: 'tell', work: 'send', message: 'told' }]);
  expect(inShort(walk.done('tell').commands)).toEqual(['end completed']);
});

test('a receive task goes on with its message alone, and a message that nobody waits for changes nothing', async () => {
  const walk = await walkOf(start, '<bpmn:receiveTask id="wait" messageRef="payment" />', end(), chain('start', 'wait', 'end'));
  expect(walk.commands).toEqual([{ do: 'await', token: 1, event: 'wait', message: 'payment', holder: 'authority' }]);
  expect(walk.done('wait').ignored).toEqual({ reason: 'not-to-be-done', at: 'wait' });
  expect(walk.message('other').ignored).toEqual({ reason: 'not-awaited' });
  expect(inShort(walk.message('payment').commands)).toEqual(['end completed']);
});

describe('what was meant for an earlier visit of a step', () => {
  test('meets nothing, changes nothing and is said to be late', async () => {
    const walk = await walkOf(start, user('a'), user('b'), end(), chain('start', 'a', 'b', 'end'));
    const token = walk.token('a');
    walk.done('a');
    const before = walk.state;
    expect(walk.send({ type: 'done', token })).toEqual({ state: before, commands: [], ignored: { reason: 'token-gone' } });
    expect(walk.send({ type: 'timer', token, timer: 'x' }).ignored).toEqual({ reason: 'token-gone' });
    expect(walk.send({ type: 'start' }).ignored).toEqual({ reason: 'already-started' });
  });

  test('is ignored before the start and after the end as well', async () => {
    const walk = new Walk(await procedureOf(bpmn(start, user('a'), end(), chain('start', 'a', 'end'))));
    expect(walk.send({ type: 'done', token: 1 }).ignored).toEqual({ reason: 'not-started' });
    walk.start();
    walk.done('a');
    expect(walk.send({ type: 'done', token: 1 }).ignored).toEqual({ reason: 'ended' });
    expect(walk.send({ type: 'withdraw' }).ignored).toEqual({ reason: 'ended' });
  });
});

describe('an event at the border of a step', () => {
  test('a timer that interrupts closes the task and goes its way; what comes in time clears it', async () => {
    const xml = [
      start,
      user('complete'),
      boundary('late', 'complete', timer('P15D')),
      end('sent'),
      end('lapsed'),
      chain('start', 'complete', 'sent'),
      chain('late', 'lapsed'),
    ];
    const walk = await walkOf(...xml);
    expect(inShort(walk.commands)).toEqual(['open complete', 'set-timer late P15D']);
    expect(walk.timer('complete', 'late').commands).toEqual([
      { do: 'close', token: 1, step: 'complete', why: 'cancelled' },
      { do: 'end', how: 'completed', at: 'lapsed' },
    ]);
    expect(inShort((await walkOf(...xml)).done('complete').commands)).toEqual(['clear-timer late', 'close complete', 'end completed']);
  });

  test('a timer that does not interrupt happens once in a visit; the task stays open', async () => {
    const walk = await walkOf(
      start,
      user('review'),
      boundary('soon', 'review', timer('PT20H'), false),
      service('remind'),
      end(),
      end('reminded'),
      chain('start', 'review', 'end'),
      chain('soon', 'remind', 'reminded'),
    );
    expect(inShort(walk.timer('review', 'soon').commands)).toEqual(['run remind']);
    expect(walk.at).toEqual(['remind', 'review']);
    expect(walk.timer('review', 'soon')).toMatchObject({ commands: [], ignored: { reason: 'not-awaited', at: 'soon' } });
    expect(inShort(walk.done('review').commands)).toEqual(['close review']);
    expect(inShort(walk.done('remind').commands)).toEqual(['end completed']);
  });

  test('an error goes to the event of its code, then to one for all; an error that nobody catches changes nothing', async () => {
    const caught = (id: string, code?: string) =>
      boundary(id, 'fetch', code ? `<bpmn:errorEventDefinition errorRef="${code}" />` : '<bpmn:errorEventDefinition />');
    const walk = await walkOf(
      start,
      service('fetch'),
      caught('known', 'not-found'),
      user('by-hand'),
      end(),
      chain('start', 'fetch', 'end'),
      chain('known', 'by-hand', 'end'),
    );
    const error = (code: string) => walk.send({ type: 'error', token: walk.token('fetch'), code });
    expect(error('other')).toMatchObject({ commands: [], ignored: { reason: 'uncaught-error', at: 'fetch' } });
    expect(inShort(error('not-found').commands)).toEqual(['cancel-run fetch', 'open by-hand']);
    const all = await walkOf(start, service('fetch'), caught('any'), user('by-hand'), end(), chain('start', 'fetch', 'end'), chain('any', 'by-hand', 'end'));
    all.send({ type: 'error', token: all.token('fetch'), code: 'whatever' });
    expect(all.at).toEqual(['by-hand']);
  });

  test('a timer by FEEL is due by the data of the request; without a date nothing is done rather than something wrong', async () => {
    const procedure = await procedureOf(
      bpmn(start, user('a'), boundary('late', 'a', timer('=expiresOn')), end(), chain('start', 'a', 'end'), chain('late', 'end')),
    );
    expect(inShort(new Walk(procedure).start({ data: { expiresOn: '2027-03-01' } }).commands)).toEqual(['open a', 'set-timer late 2027-03-01']);
    expect(new Walk(procedure).send({ type: 'start', data: { expiresOn: 'soon' } })).toMatchObject({ commands: [], ignored: { reason: 'no-due', at: 'late' } });
  });
});

test('a message that ends the procedure is sent; a called procedure is started, cancelled, and goes on when it is done', async () => {
  const xml = [
    start,
    '<bpmn:callActivity id="visit" calledElement="field-inspection" />',
    boundary('late', 'visit', timer('P9D')),
    '<bpmn:endEvent id="told"><bpmn:messageEventDefinition messageRef="visited" /></bpmn:endEvent>',
    end(),
    chain('start', 'visit', 'told'),
    chain('late', 'end'),
  ];
  const walk = await walkOf(...xml);
  expect(inShort(walk.commands)).toEqual(['call visit', 'set-timer late P9D']);
  expect(walk.done('visit', 'pass').commands.at(-2)).toEqual({ do: 'send', token: 2, step: 'told', message: 'visited' });
  const late = await walkOf(...xml);
  expect(inShort(late.timer('visit', 'late').commands)).toEqual(['cancel-call visit', 'end completed']);
});

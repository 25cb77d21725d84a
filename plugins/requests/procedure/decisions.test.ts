import { expect, test } from 'vitest';
import { decisionsOf } from './decisions.ts';
import { bpmn, chain, end, exclusive, flow, start, user } from './testing/bpmn-text.ts';
import { procedureOf } from './testing/walk.ts';

test('a step can end with the decisions that the gateway after it asks for, also behind one that asks for something else', async () => {
  const procedure = await procedureOf(
    bpmn(
      start,
      user('review'),
      exclusive('merge'),
      exclusive('big', 'default="small"'),
      exclusive('result', 'default="rest"'),
      user('other'),
      end(),
      chain('start', 'review', 'merge', 'big'),
      flow('large', 'big', 'other', 'area > 100'),
      flow('small', 'big', 'result'),
      flow('yes', 'result', 'end', 'decision = "approve"'),
      flow('no', 'result', 'end', 'decision = "reject"'),
      flow('rest', 'result', 'other'),
      chain('other', 'end'),
    ),
  );
  expect(decisionsOf(procedure, 'review')).toEqual({ decisions: ['approve', 'reject'], open: true });
  expect(decisionsOf(procedure, 'other')).toEqual({ decisions: [], open: false });
});

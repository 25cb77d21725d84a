import { beforeAll, describe, expect, test } from 'vitest';
import type { Procedure } from '../../procedure/definition.ts';
import { boundary, bpmn, chain, end, exclusive, flow, service, start, timer, user } from '../../procedure/testing/bpmn-text.ts';
import { procedureOf } from '../../procedure/testing/walk.ts';
import { configProcedures } from '../../testing/config-procedures.ts';
import { WorkingCalendar } from '../requests/working-calendar.ts';
import { compareVersions } from './compare.ts';
import type { RecordedPast } from './past.ts';
import { simulate } from './simulate.ts';
import { visitsOf } from './visits.ts';

const hourMs = 3_600_000;
const calendar = new WorkingCalendar([]);
const from = new Date('2026-11-22T09:00:00+03:00');
const play = (procedure: Procedure, past: RecordedPast, requests = 400, seed = 7) => simulate({ procedure, past, calendar, requests, seed, from });

/** Review, with a circle through completion that lapses after fifteen days. */
const reviewed = () =>
  procedureOf(
    bpmn(
      start,
      user('review', 'amanah:sla="P1D"'),
      exclusive('result'),
      user('complete'),
      boundary('late', 'complete', timer('P15D')),
      service('issue', 'amanah:operation="certificate.issue"'),
      '<bpmn:endEvent id="end" amanah:state="issued" />',
      '<bpmn:endEvent id="lapsed" amanah:state="lapsed" />',
      chain('start', 'review', 'result'),
      flow('good', 'result', 'issue', 'decision = "complete"'),
      flow('bad', 'result', 'complete', 'decision = "incomplete"'),
      chain('complete', 'review'),
      chain('issue', 'end'),
      chain('late', 'lapsed'),
    ),
  );
const past = (more: Partial<RecordedPast['steps']> = {}): RecordedPast => ({
  data: [{}],
  steps: {
    review: { durationsMs: [hourMs, 2 * hourMs, 3 * hourMs], decisions: { complete: 3, incomplete: 1 } },
    complete: { durationsMs: [24 * hourMs] },
    issue: { durationsMs: [1_000] },
    ...more,
  },
});

describe('requests that are played through a procedure', () => {
  test('decide as often as in the past, take the times of the past, and end where the procedure ends', async () => {
    const { steps, ends, requests } = play(await reviewed(), past());
    const of = (id: string) => steps.find(({ step }) => step === id)!;
    expect(requests).toBe(400);
    expect(ends).toEqual([{ state: 'issued', ending: 'completed', count: 400 }]);
    // One review in four leads to another one, so 4/3 of them for each request.
    expect(of('review').visits / 400).toBeGreaterThan(1.25);
    expect(of('review').visits / 400).toBeLessThan(1.42);
    expect(of('review')).toMatchObject({ medianMs: 2 * hourMs, p90Ms: 3 * hourMs, cutShort: 0, assumed: false });
    expect(of('review').visits).toBe(400 + of('complete').visits);
  });

  test('the same seed gives the same answer, another one another', async () => {
    const procedure = await reviewed();
    expect(play(procedure, past())).toEqual(play(procedure, past()));
    expect(play(procedure, past(), 400, 8)).not.toEqual(play(procedure, past()));
  });

  test('who is slower than the timer lapses, and the step counts as cut short', async () => {
    const slow = past({ complete: { durationsMs: [20 * 24 * hourMs] } });
    const { ends, steps, timers } = play(await reviewed(), slow);
    const lapsed = ends.find(({ state }) => state === 'lapsed')!.count;
    expect(lapsed).toBe(steps.find(({ step }) => step === 'complete')!.visits);
    expect(steps.find(({ step }) => step === 'complete')).toMatchObject({ cutShort: lapsed, medianMs: null });
    expect(timers).toEqual([{ timer: 'late', fired: lapsed }]);
  });

  test('a step of which nothing was recorded takes what its service level allows, and says so', async () => {
    const { steps } = play(await reviewed(), { data: [{}], steps: {} }, 50);
    expect(steps.every(({ assumed }) => assumed)).toBe(true);
    expect(steps.find(({ step }) => step === 'review')!.medianMs).toBeGreaterThanOrEqual(24 * hourMs);
  });

  test('a decision that the procedure no longer asks for is not taken', async () => {
    const gone = past({ review: { durationsMs: [hourMs], decisions: { approve: 100, complete: 1 } } });
    expect(play(await reviewed(), gone).steps.find(({ step }) => step === 'complete')).toBeUndefined();
  });

  test('a gateway without a way out, and a circle without end, are said with their place rather than hang', async () => {
    const stuck = await procedureOf(
      bpmn(
        start,
        user('a'),
        exclusive('g'),
        end(),
        user('b'),
        chain('start', 'a', 'g'),
        flow('x', 'g', 'end', 'area > 5'),
        flow('y', 'g', 'b', 'area < 5'),
        chain('b', 'end'),
      ),
    );
    expect(play(stuck, { data: [{ area: 5 }], steps: {} }, 10).ends).toEqual([{ state: 'submitted', ending: 'stuck', at: 'g', count: 10 }]);
    const circle = past({ review: { durationsMs: [hourMs], decisions: { incomplete: 1 } } });
    expect(play(await reviewed(), circle, 2).ends).toMatchObject([{ ending: 'endless', count: 2 }]);
  });

  test('an operation fails as often as in the past, an awaited message comes as often', async () => {
    const all = await configProcedures();
    const enquiry = play(
      all.get('pattern-enquiry')!,
      {
        data: [{}],
        steps: { T1: { durationsMs: [1_000, 1_000, 1_000], errors: { 'source-unavailable': 1 } } },
      },
      150,
    );
    const byHand = enquiry.steps.find(({ step }) => step === 'T2')!.visits / 150;
    expect(byHand).toBeGreaterThan(0.14);
    expect(byHand).toBeLessThan(0.36);
    const paid = { data: [{}], steps: { T1: { durationsMs: [1], decisions: { due: 1 } }, M2: { durationsMs: [hourMs], came: 0.5 } } };
    const lapsed = play(all.get('pattern-certificate')!, paid, 150).ends.find(({ state }) => state === 'lapsed')!.count / 150;
    expect(lapsed).toBeGreaterThan(0.38);
    expect(lapsed).toBeLessThan(0.62);
  });
});

describe('every procedure of the configuration', () => {
  let procedures: ReadonlyMap<string, Procedure>;
  beforeAll(async () => {
    procedures = await configProcedures();
  });

  test('is played to its ends without a past', () => {
    const data = [
      {
        expiresOn: '2027-03-01',
        graceEndsOn: '2027-04-01',
        correctionDueOn: '2027-01-05',
        paymentDueOn: '2027-02-01',
        bookingStartsAt: '2027-01-10T09:00:00+03:00',
        bookingRemindAt: '2027-01-09T09:00:00+03:00',
        deedUpdated: true,
        surveyDecisionValid: true,
      },
    ];
    for (const procedure of procedures.values()) {
      const { ends } = play(procedure, { data, steps: {} }, 25);
      expect(
        ends.filter(({ ending }) => ending === 'stuck' || ending === 'endless'),
        procedure.id,
      ).toEqual([]);
    }
  });
});

test('a visit of several steps is one, and what an inspector does after a request came back is another', async () => {
  const procedures = await configProcedures();
  const visits = [...procedures.values()]
    .map((procedure) => [procedure.id, visitsOf(procedure).map(({ id }) => id)] as const)
    .filter(([, steps]) => steps.length > 0);
  expect(Object.fromEntries(visits)).toEqual({
    'field-inspection': ['T2'],
    'pattern-permit-with-visit': ['T5'],
    'service-office': ['T2'],
    'shop-licence-amend': ['T6'],
    'shop-licence-cancel': ['T2'],
    'shop-licence-issue': ['T9'],
  });
});

test('two versions side by side: steps, visits, documents asked, median days, and which steps are new, gone or changed', async () => {
  const before = await reviewed();
  const after = await procedureOf(
    bpmn(
      start,
      user('review', 'amanah:sla="P2D"'),
      user('inspect'),
      service('issue', 'amanah:operation="certificate.issue"'),
      end(),
      chain('start', 'review', 'inspect', 'issue', 'end'),
    ).replace('amanah:role="officer"', 'amanah:role="inspector"'),
  );
  const comparison = compareVersions(
    { procedure: before, documents: [{ source: 'upload' }, { source: 'upload' }, { source: 'integration:moc' }], times: play(before, past()) },
    {
      procedure: after,
      documents: [{ source: 'integration:moc' }, { source: 'form' }],
      times: play(after, { data: [{}], steps: { inspect: { durationsMs: [48 * hourMs] } } }),
    },
  );
  expect(comparison).toMatchObject({
    steps: { before: 3, after: 3 },
    staffSteps: { before: 2, after: 2 },
    automaticSteps: { before: 1, after: 1 },
    visits: { before: 0, after: 1 },
    visitsEach: { before: 0, after: 1 },
    documentsAsked: { before: 2, after: 0 },
    documentsFetched: { before: 1, after: 1 },
    added: ['inspect'],
    removed: ['complete'],
    changed: ['review'],
  });
  expect(comparison.medianDays.before).toBeLessThan(comparison.medianDays.after ?? 0);
  expect(compareVersions({ procedure: before, documents: [], times: null }, { procedure: before, documents: [], times: null })).toMatchObject({
    medianDays: { before: null, after: null },
    added: [],
    removed: [],
    changed: [],
  });
});

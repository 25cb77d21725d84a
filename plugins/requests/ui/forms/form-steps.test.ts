import { expect, test } from 'vitest';
import { configForms } from '../../testing/config-forms.ts';
import type { Form } from '../../shared/forms/form-types.ts';
import { withSources } from '../../shared/forms/sources.ts';
import { sourceStatesOf } from './fact-answers.ts';
import { isOfStep, stepsNow } from './form-steps.ts';
import { interpreter } from './interpreter.ts';

const { forms } = configForms();
const keeps = interpreter();
const renewal = forms.get('SRV-003') as Form;
const idsOf = (answers: Record<string, unknown>) => stepsNow(renewal, answers, keeps).map(({ id }) => id);

test('a step with nothing to ask is left out until an answer or a source that is away brings it back', () => {
  expect(idsOf({ sources: { LIC: 'fetched' }, cleaningContract: false })).toEqual(['licence', 'review']);
  expect(idsOf({ sources: { LIC: 'fetched' }, cleaningContract: true })).toEqual(['licence', 'documents', 'review']);
  expect(idsOf({ sources: { LIC: 'unavailable' }, cleaningContract: false })).toEqual(['licence', 'documents', 'review']);
});

test('a problem belongs to the step of its field, row or fetched document', () => {
  const issue = forms.get('SRV-001') as Form;
  const stepOf = (path: string) => issue.steps.filter((step) => isOfStep(issue, step, { path, rule: 'required' })).map(({ id }) => id);
  expect(stepOf('signs.0.width')).toEqual(['activity']);
  expect(stepOf('sources.LEASE')).toEqual(['establishment']);
  expect(stepOf('documentFRONT')).toEqual(['documents']);
});

test('what sources said stands among the answers as the server writes it; one that was not asked yet is left out', () => {
  const facts = {
    CR: { state: 'fetched', at: '2026-11-24T08:00:00Z', items: [] },
    LEASE: { state: 'unavailable', since: '2026-11-24T08:00:00Z' },
    BP: { state: 'waiting' },
  } as const;
  expect(withSources(forms.get('SRV-001') as Form, { shopArea: 80, sources: { LEASE: 'fetched' } }, sourceStatesOf(facts))).toEqual({
    shopArea: 80,
    sources: { CR: 'fetched', LEASE: 'unavailable' },
  });
});

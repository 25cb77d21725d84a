import { expect, test } from 'vitest';
import type { Form } from '../../shared/forms/form-types.ts';
import { answerOf, appointmentOf, filesOf, invoiceOf, visitOf, refusalOf } from './own-facts.ts';

test('facts are read where they say what they should, and left out where they do not', () => {
  expect(invoiceOf({ invoice: 'i-1', bill: '20260611744', paymentDueOn: '2026-12-06' })).toEqual({ invoice: 'i-1', bill: '20260611744', until: '2026-12-06' });
  expect(invoiceOf({ invoice: 7 })).toBeNull();
  expect(answerOf({ answer: { at: '2026-11-24', text: 'Done' } })).toEqual({ kind: 'text', text: 'Done' });
  expect(answerOf({ answer: { lines: [{ term: { ar: 'أ', en: 'a' }, value: '1' }], to: '/licences/1' } })).toMatchObject({ kind: 'lines', to: '/licences/1' });
  expect(answerOf({ answer: { at: '2026-11-24', text: null } })).toBeNull();
  expect(answerOf({ answer: 'x' })).toBeNull();
  expect(appointmentOf({ visit: { at: '2026-11-25T07:00:00Z' } })).toBe('2026-11-25T07:00:00Z');
  const planned = { on: '2026-11-29', from: '08:00', until: '09:00' };
  expect(visitOf({ facts: { visit: planned }, state: { id: 'visit-in-progress' } })).toEqual(planned);
  expect(visitOf({ facts: { visit: planned }, state: { id: 'awaiting-payment' } })).toBeNull();
  expect(visitOf({ facts: { visit: { on: '2026-11-29' } }, state: { id: 'visit-in-progress' } })).toBeNull();
  expect(visitOf({ facts: { visit: null }, state: { id: 'visit-in-progress' } })).toBeNull();
  expect(appointmentOf({ visit: { on: 'x' }, appointment: null })).toBeNull();
});

test('files are those of fields that take files', () => {
  const title = { ar: 'صور', en: 'Photos' };
  const form = { ui: { photos: { title, upload: { accept: ['.png'], maxBytes: 1, maxFiles: 1 } }, signs: { title } } } as unknown as Form;
  const file = { id: 'f1', name: 'a.png', size: 1 };
  expect(filesOf(form, { photos: [file, { name: 'without id' }], signs: [file] })).toEqual([{ id: 'f1', name: 'a.png', field: title }]);
  expect(filesOf(null, { photos: [file] })).toEqual([]);
});

test('why the rules refused it is told in both languages, and nothing that is no such reason', () => {
  const why = { ar: 'إشغال الموقع: صدرت رخصة أخرى', en: 'Occupancy: another licence was given' };
  expect(refusalOf({ refusal: [why, { ar: 'وحدها' }, 'text', null] })).toEqual([why]);
  expect(refusalOf({ refusal: 'text' })).toEqual([]);
  expect(refusalOf({})).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { ajvEngine } from './ajv-engine.ts';
import { configForms } from '../../testing/config-forms.ts';
import { randomOf } from '../../testing/random.ts';
import { validAnswers } from '../../testing/answer-generator.ts';
import { settled } from '../../shared/forms/asked.ts';
import { formOf } from '../../shared/forms/form-of.ts';
import { problemsOf, problemWords } from '../../shared/forms/problems.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';

const { services, library, forms } = configForms();
const keeps = ajvEngine();
const form = (code: string) => forms.get(code) as Form;
const right = (code: string, answers: Answers = {}) => ({ ...validAnswers(form(code), randomOf(1), keeps), ...answers });
const problems = (code: string, answers: Answers) =>
  problemsOf(form(code), settled(form(code), answers, keeps), keeps).map(({ path, rule }) => `${path} ${rule}`);

describe('forms of the catalogue', () => {
  test('every service has one, and one that is asked for in vain is named', () => {
    expect(services.map(({ code }) => forms.has(code))).not.toContain(false);
    const stranger = { id: 'stranger', code: 'SRV-999', name: { ar: '-', en: '-' }, requiredDocuments: [], prerequisites: [], audiences: [], fee: null };
    expect(() => formOf(stranger, library)).toThrow('stranger has no form');
  });

  test('nothing that government holds is asked for while its source answers (rules.md C1)', () => {
    for (const service of services) {
      const { ui } = form(service.code);
      for (const { code, source } of service.requiredDocuments)
        if (source !== 'upload' && source !== 'form') expect(JSON.stringify(ui[`document${code}`]?.when), `${service.code} ${code}`).toContain('unavailable');
    }
  });

  test('every document to upload has its field, mandatory or not as the card says', () => {
    for (const service of services)
      for (const { code, source, mandatory } of service.requiredDocuments)
        if (source === 'upload' && !['OWN', 'CLEAN', 'CONTR'].includes(code))
          expect(form(service.code).ui[`document${code}`]?.optional ?? false).toBe(!mandatory);
  });

  test('conditions, fee and audience are those of the card', () => {
    for (const { code, prerequisites, audiences, fee } of services)
      expect(form(code)).toMatchObject({ prerequisites, audiences, fee: { basis: fee?.basis, amount: fee?.amount } });
  });

  test('every field says what it is needed for, in both languages (rules.md F3)', () => {
    for (const { ui } of forms.values())
      for (const field of Object.values(ui)) expect(Object.values(field.purpose).every((words) => words.length > 5)).toBe(true);
  });

  test('every shared field, purpose, pattern and word of a rule is used by a form', () => {
    const used = new Set([...forms.values()].flatMap(({ ui }) => Object.keys(ui)));
    expect(Object.keys(library.fields).filter((name) => !used.has(name))).toEqual([]);
    const patterns = new Set([...forms.values()].map(({ pattern }) => pattern));
    expect(Object.keys(library.patterns).filter((name) => !patterns.has(name))).toEqual([]);
  });
});

describe('the form of a studied shop licence', () => {
  test('asks for the cleaning contract only from who has one', () => {
    expect(problems('SRV-001', right('SRV-001', { cleaningContract: true, documentCLEAN: undefined }))).toEqual(['documentCLEAN required']);
    expect(problems('SRV-001', right('SRV-001', { cleaningContract: false, documentCLEAN: [{ odd: true }] }))).toEqual([]);
  });

  test('takes an uploaded lease while Ejar is away, and stops when Ejar has none', () => {
    const sources = { CR: 'fetched', BP: 'fetched', SAFETY: 'fetched' };
    const answers = right('SRV-001', { documentLEASE: undefined });
    expect(problems('SRV-001', { ...answers, sources: { ...sources, LEASE: 'unavailable' } })).toEqual(['documentLEASE required']);
    expect(problems('SRV-001', { ...answers, sources: { ...sources, LEASE: 'fetched' } })).toEqual([]);
    expect(problems('SRV-001', { ...answers, sources: { ...sources, LEASE: 'none' } })).toEqual(['sources.LEASE enum']);
  });

  test('leads to the row of a repeater and to the part of a place', () => {
    const signs = [
      { kind: 'front', width: 4, height: 1, faces: '1' },
      { kind: 'front', width: 0.1, faces: '1' },
    ];
    expect(problems('SRV-001', right('SRV-001', { signs, site: { latitude: 26.3, street: 'شارع' } }))).toEqual([
      'site anyOf',
      'signs.1.width minimum',
      'signs.1.height required',
    ]);
  });

  test('understands Arabic digits, numbers written as text and Hijri dates', () => {
    const answers = right('SRV-001', { shopArea: '٨٠٫٥', startDate: '1490-01-01' });
    expect(settled(form('SRV-001'), answers, keeps)).toMatchObject({ shopArea: 80.5, startDate: '2067-03-17' });
    expect(problems('SRV-001', answers)).toEqual([]);
  });

  test('says what is wrong in the field’s own words where it has some, in both languages', () => {
    const [problem] = problemsOf(form('SRV-001'), settled(form('SRV-001'), right('SRV-001', { shopArea: 2 }), keeps), keeps);
    expect(problemWords(form('SRV-001'), problem!)).toEqual({ ar: 'أقل مساحة لمحل 4 م²', en: 'The least area of a shop is 4 m²' });
    const [other] = problemsOf(form('SRV-001'), right('SRV-001', { licenceYears: '9' }), keeps);
    expect(problemWords(form('SRV-001'), other!).en).toBe('Choose from the list');
  });

  test('takes no answer that nobody asked for, whatever its name', () => {
    expect(problems('SRV-001', right('SRV-001', { fee: 0 }))).toEqual(['fee unexpected']);
    expect(problems('SRV-001', right('SRV-001', { constructor: 'x' }))).toEqual(['constructor unexpected']);
  });
});

test('changes of a licence are asked one by one as they are chosen', () => {
  const answers = right('SRV-004', { changes: ['area'], newArea: 90, newActivity: 'x' });
  expect(problems('SRV-004', answers)).toEqual([]);
  expect(settled(form('SRV-004'), answers, keeps)).not.toHaveProperty('newActivity');
});

test('answers that were settled stay as they are', () => {
  for (const one of forms.values()) {
    const once = settled(one, validAnswers(one, randomOf(5), keeps), keeps);
    expect(settled(one, once, keeps)).toEqual(once);
  }
});

import { expect, test } from 'vitest';
import { configChoices, configProcedures } from '../../testing/config-procedures.ts';
import type { StoredSources } from '../drafts/sources.ts';
import { landPapers } from './land-papers.ts';
import { namedOffices } from './named-offices.ts';

const fetched = (data: object) => ({ state: 'fetched' as const, at: '', items: [], data: { ...data } });
const away = { state: 'unavailable' as const, since: '' };

test.each<[string, StoredSources, boolean, boolean]>([
  ['both in order', { DEED: fetched({ updated: true }), SURVEY: fetched({ validUntil: '2027-01-01' }) }, true, true],
  ['registers away: uploaded papers are looked at by people', { DEED: away, SURVEY: away }, true, true],
  ['a deed not yet updated', { DEED: fetched({ updated: false }), SURVEY: fetched({}) }, false, true],
  ['a survey decision that has run out', { DEED: fetched({}), SURVEY: fetched({ validUntil: '2026-01-01' }) }, true, false],
  ['no deed, no survey decision', { DEED: { state: 'none' }, SURVEY: { state: 'none' } }, false, false],
])('papers of a plot: %s', (_what, sources, deedUpdated, surveyDecisionValid) => {
  expect(landPapers(sources, '2026-11-27')).toEqual({ deedUpdated, surveyDecisionValid });
});

test('each lane of an office of a building permit gets the office that the form names, and nothing where none is named', async () => {
  const procedures = await configProcedures();
  const { offices } = [...configChoices(procedures).values()].find(({ procedure }) => procedure === 'building-permit')!;
  const lanes = [...(procedures.get('building-permit')?.lanes.values() ?? [])].filter(({ unit }) => unit === 'office').map(({ role }) => role);
  expect(Object.keys(offices).toSorted()).toEqual(lanes.toSorted());
  expect(namedOffices(offices, { designOffice: '7012345687', inspectionCompany: '7012345695', contractorNumber: undefined })).toEqual({
    'engineering-office-agent': '7012345687',
    'inspection-company-agent': '7012345695',
  });
});

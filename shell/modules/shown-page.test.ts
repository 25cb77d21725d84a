import { expect, test } from 'vitest';
import type { PageData } from '../page-data.ts';
import { applicationAt } from './shown-page.ts';

const applications = [{ at: '/watch/:id' }, { at: '/services' }] as unknown as PageData['applications'];
const page = { applications } as PageData;

test('what the hub has written is not mounted over by a page whose pattern fits less exactly', () => {
  expect(applicationAt({ ...page, written: '/watch/guide' }, '/watch/guide')).toBeUndefined();
  expect(applicationAt({ ...page, written: '/watch/guide' }, '/services')).toBe(applications[1]);
  expect(applicationAt(page, '/watch/guide')).toBe(applications[0]);
});

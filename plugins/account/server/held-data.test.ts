import { AmanahError } from '@amanah/errors';
import type { Actor, DataHeld, PluginPersonalData } from '@amanah/plugin-api';
import { expect, test } from 'vitest';
import { copyOfData, eraseData, heldData, type DataHolders } from './held-data.ts';

const noura = { person: { type: 'person', id: 'p1', name: { ar: 'نورة', en: 'Noura' } } } as unknown as Actor;
const by = { actor: noura, requestId: 'r1' };
const words = { title: { ar: 'تقييماتك', en: 'Your ratings' }, purpose: { ar: 'اختياري', en: 'Optional' }, kept: { ar: 'لا شيء', en: 'Nothing' } };

function holders(erased: string[] = []): DataHolders {
  const ratings: PluginPersonalData = {
    plugin: 'services',
    name: 'ratings',
    ...words,
    count: async () => ({ count: 2, erasable: 2 }),
    copy: async () => [{ stars: 4 }],
    erase: async (personId) => erased.push(`ratings of ${personId}`),
  };
  const fails = () => Promise.reject(new AmanahError('STORE_UNAVAILABLE'));
  const broken: PluginPersonalData = { plugin: 'permits', name: 'requests', ...words, count: fails, copy: fails };
  return {
    identity: {
      dataHeld: async () => [{ category: 'contact', count: 1, erasable: 1 } satisfies DataHeld],
      exportPerson: async () => ({ person: { name: 'نورة' } }),
      eraseData: async (_actor, category) => erased.push(`hub's ${category}`),
    },
    plugins: () => [ratings, broken],
    words: (key) => key,
  };
}

test('what plugins hold stands beside what the hub holds; one that fails is named with nothing counted', async () => {
  expect(await heldData(holders(), 'p1', 'en')).toEqual([
    { category: 'contact', title: 'data_contact', purpose: 'dataWhy_contact', kept: 'dataKept_contact', count: 1, erasable: 1 },
    { category: 'services/ratings', title: 'Your ratings', purpose: 'Optional', kept: 'Nothing', count: 2, erasable: 2 },
    { category: 'permits/requests', title: 'Your ratings', purpose: 'Optional', kept: 'Nothing', count: null, erasable: 0 },
  ]);
});

test('a copy says what it lacks, so that nobody takes it for whole', async () => {
  expect(await copyOfData(holders(), 'p1')).toEqual({
    person: { name: 'نورة' },
    plugins: { 'services/ratings': [{ stars: 4 }] },
    unavailable: ['permits/requests'],
  });
});

test('each kind is erased by who holds it, a plugin’s is recorded, and one that a law keeps is not erased', async () => {
  const erased: string[] = [];
  const recorded: number[] = [];
  const erase = (category: string) => eraseData(holders(erased), category, by, async (count) => void recorded.push(count));
  await erase('contact');
  await erase('services/ratings');
  expect(erased).toEqual(["hub's contact", 'ratings of p1']);
  expect(recorded).toEqual([2]);
  await expect(erase('permits/requests')).rejects.toThrow('HTTP_NOT_FOUND');
  await expect(erase('nobody/nothing')).rejects.toThrow('HTTP_NOT_FOUND');
});

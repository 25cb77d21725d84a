import { expect, test } from 'vitest';
import type { PluginParts } from '../plugin-parts.ts';
import { offerEscalation, tellOfLateTasks } from './escalation.ts';

const person = (id: string) => ({ type: 'person' as const, id, name: { ar: id, en: id } });
const late = {
  request: '1448-0613-00001',
  token: 7,
  unit: 'm-dhahran',
  step: 'T7',
  procedure: 'shop-licence-issue',
  version: '1',
  claimed_by: 'sara',
  person_id: 'noura',
};

function office(
  tasks: readonly object[],
  holders: Readonly<Record<string, readonly string[]>>,
  send: (people: readonly string[], notice: { key: string; to: string; title: object }) => Promise<void>,
) {
  const offered = new Map<string, (work: { request: { number: string } }) => Promise<unknown>>();
  const parts = {
    ctx: {
      db: { query: async () => tasks },
      access: { holdersOf: async (role: string) => (holders[role] ?? []).map(person) },
      use: () => ({ send }),
      text: () => '{step} {number}',
      log: { warn: () => {} },
    },
    operations: { offer: (name: string, work: never) => offered.set(name, work) },
    procedures: () => ({ at: async () => ({ nodes: new Map([['T7', { name: { ar: 'تدقيق', en: 'Check' } }]]) }) }),
  } as unknown as PluginParts;
  return { parts, offered };
}

test('a late task is told to the heads of its unit and to who holds it, under one key whoever notices it', async () => {
  const told: { people: readonly string[]; key: string; to: string; title: object }[] = [];
  const { parts, offered } = office(
    [late],
    { 'section-head': ['yasser'], mayor: ['adel', 'yasser'] },
    async (people, notice) => void told.push({ people, ...notice }),
  );
  offerEscalation(parts);
  await offered.get('case.escalate')?.({ request: { number: late.request } });
  await tellOfLateTasks(parts);
  expect(told[0]).toMatchObject({
    people: ['yasser', 'adel', 'sara'],
    to: `/staff/cases/${late.request}`,
    title: { ar: `تدقيق ${late.request}`, en: `Check ${late.request}` },
  });
  expect(told.map(({ key }) => key)).toEqual(['requests/late/1448-0613-00001/7', 'requests/late/1448-0613-00001/7']);
});

test('nobody is told as an official about their own request, and where nobody is left nothing is sent', async () => {
  const told: (readonly string[])[] = [];
  const { parts } = office([{ ...late, person_id: 'adel', claimed_by: null }], { mayor: ['adel'] }, async (people) => void told.push(people));
  await tellOfLateTasks(parts);
  expect(told).toEqual([]);
});

test('a procedure goes on also when heads cannot be told now', async () => {
  const { parts, offered } = office([late], { mayor: ['adel'] }, () => Promise.reject(new Error('away')));
  offerEscalation(parts);
  expect(await offered.get('case.escalate')?.({ request: { number: late.request } })).toEqual({});
});

import { beforeEach, expect, test } from 'vitest';
import type { Due, Dues, NewFine, OutsideOutcome, OutsideWork } from '../../../contract.ts';
import type { PluginParts } from '../../plugin-parts.ts';
import { offerInspections } from './inspections.ts';

type Carry = (work: OutsideWork) => Promise<OutsideOutcome>;

const issued: NewFine[] = [];
const back: [id: string, amount: string][] = [];
let state: Due['state'] = 'unpaid';
const cancelled: string[] = [];
const letters: { body: string; key: string }[] = [];
let earlier: string[] = [];
const steps = new Map<string, Carry>();

beforeEach(() => {
  for (const list of [issued, cancelled, letters, back]) list.length = 0;
  state = 'unpaid';
  earlier = [];
  steps.clear();
  const parts = {
    ctx: {
      configDir: new URL('../../../../../config/', import.meta.url),
      text: (key: string) => `${key} {number} {total} {day}`,
      db: {
        query: async (sql: string, values: readonly string[]) => {
          if (sql.startsWith('INSERT INTO letter')) letters.push({ body: String(values[2]), key: String(values[3]) });
          return sql.includes('jsonb_array_elements') ? earlier.map((code) => ({ code })) : [];
        },
      },
    },
    operations: { offer: (name: string, carry: Carry) => void steps.set(name, carry) },
  };
  const due = ({ key, total, dueOn }: NewFine): Due => ({ id: `of-${key}`, billNumber: '300', state, total, dueOn });
  const dues = {
    fine: async (fine: NewFine) => {
      issued.push(fine);
      return due(fine);
    },
    ofRequest: async () => issued.map(due),
    cancel: async (id: string) => void cancelled.push(id),
    giveBack: async (id: string, amount: string) => void back.push([id, amount]),
  };
  offerInspections(parts as unknown as PluginParts, () => dues as unknown as Dues);
});

const work = (answers: object, facts: object = {}, key = '1/9') =>
  ({
    request: {
      number: '1448-0101-00001',
      unit: 'm-dhahran',
      beneficiary: 'establishment:7001234567',
      person: { id: 'x', name: { ar: 'م', en: 'S' } },
      answers,
      facts,
    },
    key,
  }) as unknown as OutsideWork;
const carry = (step: string, ...of: Parameters<typeof work>) => steps.get(step)!(work(...of));

test('a fine is reckoned for clause, size and repetition, billed to the establishment under the key of the step, and told', async () => {
  earlier = ['V06'];
  const { facts } = await carry('violation.notify', { clause: 'V06', establishmentSize: 'small' });
  expect(issued).toMatchObject([{ key: '1/9', payer: { unifiedNumber: '7001234567' }, total: '2000.00' }]);
  expect(facts).toMatchObject({ fineTotal: '2000.00', bill: '300', fined: [{ code: 'V06', repeated: true }] });
  expect(letters[0]?.body).toContain('V06');
  expect(Date.parse(String(facts?.['paymentDueOn']))).toBeGreaterThan(Date.now() + 60 * 86_400_000);
});

test('what the signatory wrote stands, up to the cap', async () => {
  await carry('violation.notify', { clause: 'V25', fineAmount: 750, establishmentSize: 'large' });
  await carry('violation.notify', { clause: 'V25', fineAmount: 1_500_000, establishmentSize: 'large' }, {}, '1/10');
  expect(issued.map(({ total }) => total)).toEqual(['750.00', '1000000.00']);
});

test('an amended fine is never more than before, and takes the place of the first bill', async () => {
  const { facts } = await carry('violation.notify', { clause: 'V01', establishmentSize: 'micro' });
  const amended = await carry('violation.amend', { amendedAmount: 5_000 }, facts, '1/20');
  expect(amended.facts).toMatchObject({ fineTotal: '5000.00', invoice: 'of-1/20' });
  expect(cancelled).toEqual(['of-1/9']);
  const more = await carry('violation.amend', { amendedAmount: 99_000 }, facts, '1/21');
  expect(more.facts).toMatchObject({ fineTotal: '12500.00' });
});

test('of an amended fine that was paid before, the difference goes back, and no other bill is written', async () => {
  const { facts } = await carry('violation.notify', { clause: 'V01', establishmentSize: 'micro' });
  state = 'paid';
  const amended = await carry('violation.amend', { amendedAmount: 5_000 }, facts, '1/20');
  expect(amended.facts).toEqual({ fineTotal: '5000.00' });
  expect([issued.length, cancelled, back]).toEqual([1, [], [['of-1/9', '7500.00']]]);
});

test('a warning gives whole days: what is due on the third day can be corrected on all three', async () => {
  const { facts } = await carry('warning.issue', {}, { classified: { graceDays: 3, violations: [] } });
  const start = Date.parse(`${String(facts?.['correctionDueOn'])}T00:00:00+03:00`);
  expect(start - Date.now()).toBeGreaterThan(3 * 86_400_000 - 1);
  expect(start - Date.now()).toBeLessThanOrEqual(4 * 86_400_000);
});

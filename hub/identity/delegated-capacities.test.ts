import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Queryable } from '../store/contract.ts';
import { delegatedCapacities } from './delegated-capacities.ts';

let register: Server;
let url: string;

beforeAll(async () => {
  register = createServer((request, response) => {
    const number = request.url?.split('/').at(-1) ?? '';
    const status = number === '7005550001' ? 'suspended' : 'active';
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ unifiedNumber: number, name: { ar: number, en: number }, status }));
  });
  await new Promise<void>((resolve) => register.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(register.address() as AddressInfo).port}`;
});
afterAll(() => register.close());

const establishment = (unifiedNumber: string) => ({ type: 'establishment' as const, unifiedNumber, name: { ar: unifiedNumber, en: unifiedNumber } });
const row = (id: string, principal: object) => ({ id, principal, services: ['SRV-001'], expires_at: new Date('2099-01-01'), fee_limit: '500.00' });
const person = { type: 'person', id: 'alice', name: { ar: 'أليس', en: 'Alice' } };
/** Two delegations to the person, two to the office. */
const db = {
  query: async (sql: string) =>
    sql.includes("office->>'unifiedNumber' = $1")
      ? [row('c', person), row('d', establishment('7005550001'))]
      : [row('a', establishment('7001234567')), row('b', establishment('7005550001'))],
} as unknown as Queryable;
const office = establishment('7012345678');
const held = { nationalId: '1000000008', agents: [{ id: 'agent:7012345678', office }] };

test('nobody acts for an establishment whose register is suspended, neither a person nor an office, and the reason can be told', async () => {
  const { choices, suspended } = await delegatedCapacities(db, held, url);
  expect(choices.map(({ id }) => id)).toEqual(['delegate:a', 'agent:7012345678/c']);
  expect(suspended).toEqual([{ ar: '7005550001', en: '7005550001' }]);
});

test('an agent acts for a client with the terms of the delegation', async () => {
  const { choices } = await delegatedCapacities(db, held, url);
  expect(choices[1]?.capacity).toEqual({
    kind: 'agent',
    office,
    client: person,
    delegation: { id: 'c', services: ['SRV-001'], expiresAt: '2099-01-01T00:00:00.000Z', feeLimit: '500.00' },
  });
});

test('while the register does not answer, what was delegated stays', async () => {
  const { choices, suspended } = await delegatedCapacities(db, held, 'http://127.0.0.1:1');
  expect([choices.length, suspended]).toEqual([4, []]);
});

/** Who rents: a person by national id, an establishment by unified number. */
export type Tenant =
  | { readonly kind: 'person'; readonly id: string; readonly name: string }
  | { readonly kind: 'establishment'; readonly id: string; readonly name: string; readonly representative: string };

/** A lease as Ejar answers it. */
export interface Lease {
  readonly number: string;
  readonly tenant: Tenant;
  readonly shortAddress: string;
  readonly usage: 'commercial' | 'residential';
  readonly area: number;
  /** Yearly rent in riyals, as decimal text. */
  readonly annualRent: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly state: 'active' | 'ended';
}

const beach: Tenant = { kind: 'establishment', id: '7009876543', name: 'شركة شاطئ الخبر للمطاعم', representative: '1019304755' };

/** Leases of the demo's establishments and of one of its people. */
export const leases: readonly Lease[] = [
  {
    number: '10448-220017',
    tenant: { kind: 'establishment', id: '7001234567', name: 'مؤسسة ركن الواحة للتموينات', representative: '1072645193' },
    shortAddress: 'RDHA4417',
    usage: 'commercial',
    area: 80,
    annualRent: '36000.00',
    startsOn: '2026-03-01',
    endsOn: '2029-02-28',
    state: 'active',
  },
  {
    number: '10448-220018',
    tenant: beach,
    shortAddress: 'RKHB2930',
    usage: 'commercial',
    area: 150,
    annualRent: '120000.50',
    startsOn: '2025-09-01',
    endsOn: '2028-08-31',
    state: 'active',
  },
  {
    number: '10446-198230',
    tenant: beach,
    shortAddress: 'RKHB7015',
    usage: 'commercial',
    area: 64.5,
    annualRent: '48000.00',
    startsOn: '2023-01-01',
    endsOn: '2025-12-31',
    state: 'ended',
  },
  {
    number: '10448-220411',
    tenant: beach,
    shortAddress: 'RKHC1188',
    usage: 'commercial',
    area: 40,
    annualRent: '30000.00',
    startsOn: '2026-06-01',
    endsOn: '2027-05-31',
    state: 'active',
  },
  {
    number: '10447-201944',
    tenant: { kind: 'person', id: '1072645193', name: 'نورة سعد الدوسري' },
    shortAddress: 'RKHC1188',
    usage: 'residential',
    area: 210,
    annualRent: '42000.00',
    startsOn: '2025-11-15',
    endsOn: '2026-11-14',
    state: 'ended',
  },
];

/** A line of a bill: one fee. */
export interface BillLine {
  readonly code: string;
  readonly description: string;
  /** Riyals with two decimals, as text. */
  readonly amount: string;
}

export interface Bill {
  readonly number: string;
  readonly reference: string;
  readonly payer: { readonly nationalId: string } | { readonly unifiedNumber: string };
  readonly lines: readonly BillLine[];
  readonly issuedAt: string;
  readonly dueOn: string;
  status: 'new' | 'paid' | 'cancelled' | 'expired';
  paidAt: string | null;
}

/** The Amanah as a biller; three digits, told apart from the number of the bill. */
export const billerCode = '134';

/** Halalas of a bill. */
export function halalasOf({ lines }: Pick<Bill, 'lines'>): number {
  return lines.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
}

/** Bills of the demo's people and establishments: the same at every start. */
export function openingBills(): readonly Bill[] {
  const fees: readonly BillLine[] = [
    { code: 'SHP-01', description: 'رسم رخصة محل: بقالة، 80 م²', amount: '480.00' },
    { code: 'SHP-02', description: 'رسم لوحة إعلانية 4 م²', amount: '800.00' },
    { code: 'SHP-03', description: 'رسم نظافة سنوي', amount: '160.00' },
    { code: 'BLD-01', description: 'رسم رخصة بناء: فيلا 480 م²', amount: '1440.00' },
    { code: 'VIO-17', description: 'مخالفة: عدم ردم الحفريات', amount: '6000.00' },
  ];
  const payers = [{ nationalId: '1072645193' }, { nationalId: '1048172637' }, { unifiedNumber: '7012345678' }] as const;
  return Array.from({ length: 24 }, (_, index) => {
    const month = String(1 + (index % 9)).padStart(2, '0');
    const paid = index % 3 === 0;
    return {
      number: String(134_000_100 + index * 7),
      reference: `EA-SHP-1448-${String(100 + index).padStart(7, '0')}`,
      payer: payers[index % payers.length] ?? payers[0],
      lines: fees.slice(index % 4, (index % 4) + 1 + (index % 2)),
      issuedAt: `2026-${month}-03T08:${String(10 + index).padStart(2, '0')}:00+03:00`,
      dueOn: `2026-${month}-17`,
      status: paid ? 'paid' : index % 7 === 5 ? 'expired' : 'new',
      paidAt: paid ? `2026-${month}-05T12:00:00+03:00` : null,
    };
  });
}

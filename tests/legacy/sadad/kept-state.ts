import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openingBills, type Bill } from './bills.ts';
import type { Payment, Refund } from './payments.ts';

/** Everything that the stand-in knows; a hub that starts again finds its bills and payments as they were. */
export interface SadadState {
  readonly bills: Map<string, Bill>;
  readonly payments: Payment[];
  readonly refunds: Refund[];
}

/** The state of the folder, or the one to begin with; `save` keeps it there, and nowhere without a folder. */
export function keptState(folder: string): { readonly state: SadadState; save(): void } {
  const file = folder === '' ? null : join(folder, 'sadad.json');
  const kept = file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { bills: Bill[]; payments: Payment[]; refunds: Refund[] }) : null;
  const state = {
    bills: new Map((kept?.bills ?? openingBills()).map((bill) => [bill.number, bill])),
    payments: kept?.payments ?? [],
    refunds: kept?.refunds ?? [],
  };
  return {
    state,
    save() {
      if (!file) return;
      writeFileSync(`${file}.new`, JSON.stringify({ ...state, bills: [...state.bills.values()] }));
      renameSync(`${file}.new`, file);
    },
  };
}

import { failed, passed, type Finding } from './finding.ts';

/** C12: nothing unpaid that is due. */
export const checkDues = (unpaid: readonly { readonly total: string }[]): Finding =>
  unpaid.length === 0 ? passed('C12') : failed('C12', 'checkDues', { count: unpaid.length });

import Big from 'big.js';
import type { FeeLine } from '../../contract.ts';
import type { BillLines } from './sadad.ts';

/** Lines as SADAD takes them: none below nothing, so that credits are taken off the fees before them, the last ones first; lines that come to nothing are left out. */
export function billLines(lines: readonly FeeLine[]): BillLines {
  let credit = lines.filter(({ amount }) => amount.startsWith('-')).reduce((sum, { amount }) => sum.minus(amount), new Big(0));
  return lines
    .filter(({ amount }) => !amount.startsWith('-'))
    .toReversed()
    .map(({ code, title, amount }) => {
      const taken = credit.gt(amount) ? new Big(amount) : credit;
      credit = credit.minus(taken);
      return { code, description: title.ar, amount: new Big(amount).minus(taken).toFixed(2) };
    })
    .filter(({ amount }) => amount !== '0.00')
    .toReversed();
}

import { formatMoney } from '@amanah/ui';

/** An amount of the API, `480.00`, in words of the page. */
export const moneyText = (amount: string): string => formatMoney(Number(amount.replace('.', '')));

export function Amount({ value }: { readonly value: string }) {
  return <span className="am-number">{moneyText(value)}</span>;
}

import { DualDate } from '@amanah/ui';
import { t } from './messages.ts';

/** Day and hours of a visit. */
export function VisitTime({ visit: { on, from, until } }: { readonly visit: { readonly on: string; readonly from: string; readonly until: string } }) {
  return (
    <>
      <DualDate value={on} /> <span className="am-number">{t('visitHours', { from, until })}</span>
    </>
  );
}

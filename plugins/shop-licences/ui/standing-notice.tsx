import { DualDate, Notice } from '@amanah/ui';
import type { OwnLicenceAnswer, StaffLicenceAnswer } from '../shared/register-answers.ts';
import { t } from './messages.ts';

const TONES = { valid: 'success', expiring: 'warn', grace: 'warn', expired: 'danger', suspended: 'danger', cancelled: 'danger' } as const;

type Shown = Pick<OwnLicenceAnswer | StaffLicenceAnswer, 'standing' | 'daysLeft' | 'measure'>;

/** How a licence stands today, and why where somebody decided it. */
export function StandingNotice({ licence: { standing, daysLeft, measure } }: { readonly licence: Shown }) {
  return (
    <Notice tone={TONES[standing]} title={t(`standing-${standing}`)}>
      <p>{t(`standing-${standing}Text`, { count: Math.abs(daysLeft) })}</p>
      {measure && <p>{t('measureWhy', { why: measure.why })}</p>}
      {measure?.objectUntil && (
        <p>
          {t('objectUntil')} <DualDate value={measure.objectUntil} />
        </p>
      )}
    </Notice>
  );
}

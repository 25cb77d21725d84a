import { currentLanguage } from '@amanah/ui';
import { t } from './messages.ts';

const mib = 1024 ** 2;
const gib = 1024 ** 3;

/** A size as people say it. @param bytes of files */
export function sizeOf(bytes: number): string {
  const amount = (divisor: number) =>
    new Intl.NumberFormat(currentLanguage() === 'ar' ? 'ar-SA-u-nu-latn' : 'en-GB', { maximumFractionDigits: 1 }).format(bytes / divisor);
  return bytes >= gib ? t('sizeGigabytes', { amount: amount(gib) }) : t('sizeMegabytes', { amount: amount(mib) });
}

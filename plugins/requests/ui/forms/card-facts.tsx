import { Card, Money, Notice } from '@amanah/ui';
import type { Form } from '../../shared/forms/form-types.ts';
import { say, t } from './messages.ts';

const HALALAS_IN_RIYAL = 100;

interface CardFactsProps {
  readonly form: Form;
}

/** The conditions of the service, before the first question: who does not meet them need not begin. */
export function BeforeYouStart({ form }: CardFactsProps) {
  if (form.prerequisites.length === 0) return null;
  return (
    <Notice tone="gypsum" title={t('formConditions')}>
      <ul className="rq-bullets">
        {form.prerequisites.map((condition) => (
          <li key={condition.en}>{say(condition)}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** What the service costs, as its card says it (rules.md A4). */
export function FeeCard({ form: { fee } }: CardFactsProps) {
  if (!fee) return null;
  return (
    <Card>
      <h3>{t('formFees')}</h3>
      <p className="am-strong">
        {fee.basis === 'formula' && `${t('formFeeFrom')} `}
        {fee.basis === 'free' ? t('formFree') : <Money halalas={fee.amount * HALALAS_IN_RIYAL} />}
      </p>
      {fee.basis !== 'free' && (
        <p className="am-caption">
          {say(fee.note)}. {t('formNothingDueNow')}
        </p>
      )}
    </Card>
  );
}

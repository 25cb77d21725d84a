import { formatMoment, Icon, type IconName } from '@amanah/ui';
import { t } from '../forms/messages.ts';
import { spanOf, urgencyOf, usedOf, type Urgency } from './urgency.ts';

const icons: Record<Urgency, IconName> = { late: 'circle-alert', soon: 'clock', calm: 'clock' };

interface TimeLeftProps {
  readonly openedAt: string;
  readonly dueAt: string | null;
  /** With whom the clock stands still; left out while it runs. */
  readonly paused?: 'applicant' | 'external' | undefined;
}

/** What is left of a deadline, in words first; icon, colour and bar say the same. */
export function TimeLeft({ openedAt, dueAt, paused }: TimeLeftProps) {
  if (paused)
    return (
      <span className="rs-time rs-time--paused">
        <span className="rs-time__words">
          <Icon name="clock" size="sm" />
          {t(`staffPaused_${paused}`)}
        </span>
        <span className="rs-time__bar" aria-hidden="true" />
      </span>
    );
  if (dueAt === null) return <span className="am-caption">{t('staffNoDue')}</span>;
  const now = Date.now();
  const urgency = urgencyOf(dueAt, now);
  const { unit, count } = spanOf(dueAt, now);
  return (
    <span className={`rs-time rs-time--${urgency}`} title={t('staffDueAt', { time: formatMoment(dueAt) })}>
      <span className="rs-time__words">
        <Icon name={icons[urgency]} size="sm" />
        {t(`staff${urgency === 'late' ? 'Late' : 'Left'}${unit}`, { count })}
      </span>
      <span className="rs-time__bar" aria-hidden="true">
        <span style={{ inlineSize: `${urgency === 'late' ? 100 : usedOf(openedAt, dueAt, now)}%` }} />
      </span>
    </span>
  );
}

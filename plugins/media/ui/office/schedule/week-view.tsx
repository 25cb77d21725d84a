import { IconButton, Icon, currentLanguage, formatGregorian, formatTime } from '@amanah/ui';
import type { Schedule, ScheduleEntry } from '../../../shared/channels.ts';
import { riyadhDayOf } from '../../../shared/riyadh-days.ts';
import { t } from '../messages.ts';

interface WeekViewProps {
  readonly week: readonly string[];
  readonly today: string;
  readonly schedule: Schedule;
  readonly writable: boolean;
  readonly onAdd: (day: string) => void;
  readonly onOpen: (entry: ScheduleEntry) => void;
}

const kindIcons = { programme: 'play', playlist: 'list-video', broadcast: 'megaphone' } as const;

/** Seven days side by side, or below one another on a telephone, each with what begins on it. What lies between is the filler's. */
export function WeekView({ week, today, schedule, writable, onAdd, onOpen }: WeekViewProps) {
  return (
    <ol className="mo-week" aria-label={t('schedule')}>
      {week.map((day) => (
        <li key={day} className="mo-day" aria-current={day === today ? 'date' : undefined}>
          <div className="mo-day__head">
            <h3>
              {weekdayName(day)} <span className="am-caption">{dayAndMonth(day)}</span>
            </h3>
            {writable && <IconButton icon="plus" label={t('entryAddOn', { day: `${weekdayName(day)} ${formatGregorian(day)}` })} onClick={() => onAdd(day)} />}
          </div>
          <DayEntries schedule={schedule} day={day} onOpen={onOpen} />
        </li>
      ))}
    </ol>
  );
}

function DayEntries({ schedule, day, onOpen }: Pick<WeekViewProps, 'schedule' | 'onOpen'> & { readonly day: string }) {
  const language = currentLanguage();
  const begin = schedule.occurrences.filter(({ begins }) => riyadhDayOf(new Date(begins)) === day);
  if (begin.length === 0) return <p className="am-caption mo-day__none">{t('dayNone')}</p>;
  return (
    <ul className="mo-day__entries">
      {begin.map(({ entry: id, begins, ends }) => {
        const entry = schedule.entries.find((one) => one.id === id);
        if (!entry) return null;
        return (
          <li key={`${id} ${begins}`}>
            <button type="button" className={entry.empty ? 'mo-slot mo-slot--empty' : 'mo-slot'} onClick={() => onOpen(entry)}>
              <span className="mo-slot__hours">
                {formatTime(begins)} – {formatTime(ends)}
              </span>
              <span className="mo-slot__title">
                <Icon name={kindIcons[entry.content.kind]} size="sm" />
                <span>{entry.title[language]}</span>
              </span>
              {entry.repeat !== 'once' && <span className="am-caption">{t(entry.repeat === 'daily' ? 'repeatsDaily' : 'repeatsWeekly')}</span>}
              {entry.empty && <span className="mo-slot__fault">{t('entryEmpty')}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** A day's name in the page's language. */
export function weekdayName(day: string): string {
  return new Intl.DateTimeFormat(currentLanguage() === 'ar' ? 'ar-SA' : 'en-GB', { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}

function dayAndMonth(day: string): string {
  const locale = `${currentLanguage() === 'ar' ? 'ar-SA' : 'en-GB'}-u-ca-gregory-nu-latn`;
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}

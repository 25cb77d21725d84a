import { useState } from 'react';
import {
  GregorianCalendar,
  IslamicUmalquraCalendar,
  createCalendar as createAnyCalendar,
  getLocalTimeZone,
  parseDate,
  toCalendar,
  today,
  type CalendarDate,
  type CalendarIdentifier,
  type DateValue as AriaDateValue,
} from '@internationalized/date';
import { Button } from 'react-aria-components/Button';
import { Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell } from 'react-aria-components/Calendar';
import { DateInput, DateSegment } from 'react-aria-components/DateField';
import { DatePicker } from 'react-aria-components/DatePicker';
import { Dialog } from 'react-aria-components/Dialog';
import { Group } from 'react-aria-components/Group';
import { Heading } from 'react-aria-components/Heading';
import { Popover } from 'react-aria-components/Popover';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { Segments } from '../button.tsx';
import { formatGregorian, formatHijri } from '../calendar-text.ts';
import { FieldHead, states, validity, type FieldStates, type FieldTexts } from '../fields/field-frame.tsx';
import { Icon } from '../icon.tsx';
import { currentLanguage, gregorianLocale, hijriLocale } from '../language.ts';
import { useMount } from '../mount-context.ts';
import { text } from '../text.ts';

export type CalendarChoice = 'hijri' | 'gregorian';

export interface DateFieldProps extends FieldTexts, FieldStates {
  /** ISO Gregorian date (`2026-11-23`); null while empty or unfinished. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  /** Earliest and latest ISO date that may be chosen. */
  readonly min?: string;
  readonly max?: string;
  readonly calendar?: CalendarChoice;
}

/** The official Umm al-Qura tables end here; beyond them a Hijri day would be a guess. */
const FIRST_DAY = '1937-03-14';
const LAST_DAY = '2077-11-16';

const hijri = new IslamicUmalquraCalendar();
const gregorian = new GregorianCalendar();

/** Only the two calendars of the country, so that the bundle carries no other. */
function createCalendar(identifier: CalendarIdentifier) {
  return identifier === 'islamic-umalqura' ? hijri : identifier === 'gregory' ? gregorian : createAnyCalendar(identifier);
}

const dayInOther = (date: CalendarDate, shown: CalendarChoice): number => toCalendar(date, shown === 'hijri' ? gregorian : hijri).day;

function Month({ shown }: { readonly shown: CalendarChoice }) {
  const now = today(getLocalTimeZone());
  return (
    <Calendar className="am-calendar" createCalendar={createCalendar}>
      <header className="am-calendar__head">
        <Button slot="previous" className="am-icon-button" aria-label={text('calendarPreviousMonth')}>
          <Icon name="chevron-left" />
        </Button>
        <Heading className="am-calendar__title" />
        <Button slot="next" className="am-icon-button" aria-label={text('calendarNextMonth')}>
          <Icon name="chevron-right" />
        </Button>
      </header>
      <CalendarGrid className="am-calendar__grid" weekdayStyle="narrow">
        <CalendarGridHeader>{(day) => <CalendarHeaderCell className="am-calendar__weekday">{day}</CalendarHeaderCell>}</CalendarGridHeader>
        <CalendarGridBody>
          {(date) => (
            <CalendarCell date={date} className={date.compare(now) === 0 ? 'am-day am-day--today' : 'am-day'}>
              {({ formattedDate }) => (
                <>
                  <span className="am-day__main">{formattedDate}</span>
                  <span className="am-day__other" aria-hidden="true">
                    {dayInOther(date, shown)}
                  </span>
                </>
              )}
            </CalendarCell>
          )}
        </CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}

const dateOf = (iso: string | undefined | null): CalendarDate | null => (iso ? parseDate(iso) : null);
const isoOf = (value: AriaDateValue | null): string | null => (value ? toCalendar(value as CalendarDate, gregorian).toString() : null);

/** A date typed or chosen in Hijri (Umm al-Qura) or Gregorian; the other calendar always stands beside it. */
export function DateField(props: DateFieldProps) {
  const { value, onChange, min, max, calendar = 'hijri', error } = props;
  const [shown, setShown] = useState<CalendarChoice>(calendar);
  const { portal } = useMount();
  const language = currentLanguage();
  const other = value && (shown === 'hijri' ? formatGregorian(value) : formatHijri(value));
  return (
    <AriaFrame locale={shown === 'hijri' ? hijriLocale(language) : gregorianLocale(language)}>
      <DatePicker
        className="am-field"
        value={dateOf(value)}
        onChange={(next) => onChange(isoOf(next))}
        {...validity(error)}
        {...states(props, props)}
        minValue={parseDate(min ?? FIRST_DAY)}
        maxValue={parseDate(max ?? LAST_DAY)}
      >
        <FieldHead {...props} />
        <Group className="am-control am-control--date">
          <DateInput className="am-date__input">{(segment) => <DateSegment segment={segment} className="am-date__segment" />}</DateInput>
          {other && <span className="am-date__other">{other}</span>}
          <Button className="am-control__step" aria-label={text('calendarOpen')}>
            <Icon name="calendar-days" />
          </Button>
        </Group>
        <Popover className="am-popover am-popover--calendar" {...(portal ? { UNSTABLE_portalContainer: portal } : {})}>
          <Dialog className="am-calendar-dialog">
            <Segments
              label={text('calendarChoice')}
              segments={[
                { id: 'hijri', label: text('calendarHijri') },
                { id: 'gregorian', label: text('calendarGregorian') },
              ]}
              value={shown}
              onChange={(id) => setShown(id as CalendarChoice)}
            />
            <Month shown={shown} />
            {value && <p className="am-calendar__foot">{text('dateOther', { date: other ?? '' })}</p>}
          </Dialog>
        </Popover>
      </DatePicker>
    </AriaFrame>
  );
}

import { Button, LinkButton, ResourceView, currentLanguage, dataOf, formatGregorian, formatHijri, useMount, useResource } from '@amanah/ui';
import { useState } from 'react';
import type { OfficeChannel, Schedule, ScheduleEntry } from '../../../shared/channels.ts';
import { dayLater, riyadhDayOf, weekOf } from '../../../shared/riyadh-days.ts';
import { api } from '../../api.ts';
import { t } from '../messages.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { WeekView } from './week-view.tsx';
import '../office.css';
import './week.css';

/** What the person is doing with an entry: making one on a day, or looking at one that is there. */
type Open = { readonly day: string } | { readonly entry: ScheduleEntry };

/** A week of a channel's schedule. */
export function SchedulePage() {
  const { channel: slug = '' } = useMount().params;
  const today = riyadhDayOf(new Date());
  const [day, setDay] = useState(today);
  const [open, setOpen] = useState<Open | null>(null);
  const week = weekOf(day);
  const resource = useResource((signal) => load(slug, week, signal), [slug, week[0]], { keep: true });
  return (
    <div className="mo-office">
      <div className="mo-bar">
        <div className="mo-acts" role="group" aria-label={t('weeks')}>
          <Button tone="second" size="small" icon="chevron-left" onClick={() => setDay(dayLater(day, -7))}>
            {t('weekBefore')}
          </Button>
          <Button tone="second" size="small" onClick={() => setDay(today)}>
            {t('weekNow')}
          </Button>
          <Button tone="second" size="small" iconEnd="chevron-right" onClick={() => setDay(dayLater(day, 7))}>
            {t('weekAfter')}
          </Button>
        </div>
        <h2 className="mo-week__title" aria-live="polite">
          {formatHijri(week[0]!)} – {formatHijri(week[6]!)} <span className="am-caption">{`${formatGregorian(week[0]!)} – ${formatGregorian(week[6]!)}`}</span>
        </h2>
      </div>
      <ResourceView resource={resource} rows={8}>
        {({ channel, schedule }) => (
          <>
            <div className="mo-bar">
              <p className="am-caption">{channel.filler ? t('scheduleFiller', { name: channel.filler.title[currentLanguage()] }) : t('scheduleNoFiller')}</p>
              <div className="mo-acts">
                <LinkButton tone="quiet" icon="radio" href={`/staff/media/channels/${slug}`}>
                  {channel.title[currentLanguage()]}
                </LinkButton>
                {channel.mayWrite && (
                  <Button icon="plus" onClick={() => setOpen({ day: week.includes(today) ? today : week[0]! })}>
                    {t('entryAdd')}
                  </Button>
                )}
              </div>
            </div>
            <WeekView
              week={week}
              today={today}
              schedule={schedule}
              writable={channel.mayWrite}
              onAdd={(onDay) => setOpen({ day: onDay })}
              onOpen={(entry) => setOpen({ entry })}
            />
            {open && (
              <EntryDialog
                key={'entry' in open ? open.entry.id : open.day}
                channel={channel}
                {...open}
                onClose={() => setOpen(null)}
                onDone={() => {
                  setOpen(null);
                  resource.reload();
                }}
              />
            )}
          </>
        )}
      </ResourceView>
    </div>
  );
}

async function load(slug: string, week: readonly string[], signal: AbortSignal) {
  const path = { slug };
  const [channel, schedule] = await Promise.all([
    dataOf(api.GET('/api/media/office/channels/{slug}', { signal, params: { path } })),
    dataOf(api.GET('/api/media/office/channels/{slug}/schedule', { signal, params: { path, query: { from: week[0]!, to: week[6]! } } })),
  ]);
  return { channel: channel as OfficeChannel, schedule: schedule as Schedule };
}

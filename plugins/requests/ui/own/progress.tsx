import { Timeline, formatDualDate, formatMoment, type TimelineEntry } from '@amanah/ui';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { t } from '../forms/messages.ts';
import { progressOf, type Passed } from './progress-of.ts';

/** The way of the request so far, where it is now, and what comes. */
export function Progress({ request }: { readonly request: OwnRequest }) {
  const { ended, next, dueAt } = request;
  const entries = progressOf(request).map((entry) => entryOf(entry, next));
  const ahead: TimelineEntry[] =
    ended || !dueAt ? [] : [{ id: 'due', state: 'next', title: t('progressEnd'), when: t('lineDue', { date: formatDualDate(dueAt) }) }];
  return (
    <section className="am-stack am-gap-4" aria-labelledby="rq-progress">
      <h2 id="rq-progress">{t('requestProgress')}</h2>
      <Timeline label={t('requestProgress')} entries={[...entries, ...ahead]} />
    </section>
  );
}

function entryOf({ id, now, at, kind, title, step, by, reasons, note }: Passed, next: string): TimelineEntry {
  // A state was come to by the step before it: that is done, not what goes on.
  const done = step !== null && kind === 'state' ? t('progressDone', { step }) : step;
  const details = [step !== title ? done : null, now ? next : null, note].filter((line) => line !== null);
  return {
    id,
    state: now ? 'now' : 'done',
    title,
    when: <time dateTime={at}>{formatMoment(at)}</time>,
    ...(by ? { who: by } : {}),
    ...(details.length + reasons.length > 0
      ? {
          detail: (
            <div className="am-muted rq-progress__detail">
              {details.map((line) => (
                <p key={line} dir="auto">
                  {line}
                </p>
              ))}
              {reasons.length > 0 && (
                <ul className="rq-bullets">
                  {reasons.map((reason) => (
                    <li key={reason}>{reason}</li>
                  ))}
                </ul>
              )}
            </div>
          ),
        }
      : {}),
  };
}

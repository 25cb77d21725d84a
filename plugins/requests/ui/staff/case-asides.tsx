import { formatMoment, GregorianDate, Icon, Notice, Rows, StatusPill, Timeline } from '@amanah/ui';
import type { CaseAnswer, CaseLine } from '../../shared/answers/staff-answers.ts';
import { t } from '../forms/messages.ts';

/** Why nothing can be decided here, or what the case waits for. */
export function WaitingCard({ file }: { readonly file: CaseAnswer }) {
  if (file.waitingFor.length === 0 && file.stuck === null) return null;
  return (
    <section className="rs-card" aria-labelledby="rs-waits">
      <h2 id="rs-waits">{t('staffWaits')}</h2>
      {file.stuck !== null && <Notice tone="danger" title={t('staffStuckNotice')} />}
      <ul className="rs-waits">
        {file.waitingFor.map(({ kind, step, since, tried, error }) => (
          <li key={`${kind}/${step}`}>
            <Icon name={kind === 'step' ? 'loader-circle' : 'mail'} />
            <div>
              <p className="am-strong">{step}</p>
              <p className="am-caption">
                {t(kind === 'step' ? 'staffWaitsStep' : 'staffWaitsMessage')} · {t('staffWaitsSince', { time: formatMoment(since) })}
              </p>
              {kind === 'step' && tried > 0 && (
                <p className="am-caption">
                  {t('staffTried', { count: tried })}
                  {error !== null && `: ${error}`}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What happened, the latest first: that is what officials look for. */
export function CaseHistory({ timeline }: Pick<CaseAnswer, 'timeline'>) {
  const latest = timeline.map((entry, nth) => ({ ...entry, nth })).toReversed();
  return (
    <section className="rs-card" aria-labelledby="rs-history">
      <h2 id="rs-history">{t('staffHistory')}</h2>
      <Timeline
        label={t('staffHistory')}
        entries={latest.map(({ nth, at, kind, title, step, by, reasons, note }) => ({
          id: String(nth),
          state: 'done',
          title,
          when: formatMoment(at),
          ...(by === null ? {} : { who: by }),
          detail: (
            <>
              {step !== null && step !== title && <p className="am-caption">{kind === 'state' ? t('progressDone', { step }) : step}</p>}
              {reasons.length > 0 && <p className="am-caption">{reasons.join(' · ')}</p>}
              {note !== null && (
                <p className="rs-note">
                  <bdi>{note}</bdi>
                </p>
              )}
            </>
          ),
        }))}
      />
    </section>
  );
}

/** Earlier requests of the same place and of the same applicant. */
export function EarlierRequests({ earlier }: Pick<CaseAnswer, 'earlier'>) {
  const groups = [
    { title: t('staffSamePlace'), lines: earlier.place },
    { title: t('staffSameApplicant'), lines: earlier.applicant },
  ].filter(({ lines }) => lines.length > 0);
  if (groups.length === 0) return <p className="am-muted">{t('staffEarlierNone')}</p>;
  return groups.map(({ title, lines }) => (
    <section key={title} className="rs-card" aria-label={title}>
      <h2>{title}</h2>
      <Rows label={title} rows={lines.map(lineOf)} />
    </section>
  ));
}

function lineOf(line: CaseLine) {
  return {
    id: line.number,
    title: line.service.name,
    href: `/staff/cases/${line.number}`,
    meta: [
      <bdi key="number" dir="ltr">
        {line.number}
      </bdi>,
      <GregorianDate key="date" value={line.submittedAt} />,
      line.applicant,
    ],
    end: <StatusPill tone={line.state.tone}>{line.state.title}</StatusPill>,
  };
}

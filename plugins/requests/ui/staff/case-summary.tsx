import { Button, formatMoment, GregorianDate, Icon, Identifier, StatusPill, Tag, type IconName } from '@amanah/ui';
import type { ReactNode } from 'react';
import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import { t } from '../forms/messages.ts';
import { VisitTime } from '../forms/visit-time.tsx';
import { visitOf } from '../own/own-facts.ts';
import { TimeLeft } from './time-left.tsx';

interface CaseSummaryProps {
  readonly file: CaseAnswer;
  readonly busy: boolean;
  readonly onTake: (token: number) => void;
  readonly onRelease: (token: number) => void;
  readonly onHandOver: (token: number) => void;
}

/** What somebody must know of a case before anything else: state, time, whose it is, who has it. */
export function CaseSummary({ file, busy, onTake, onRelease, onHandOver }: CaseSummaryProps) {
  const task = file.tasks[0];
  const visit = visitOf(file);
  const open = file.open.find(({ holder }) => holder === 'authority') ?? file.open[0];
  const held = file.open.find(({ token }) => token === task?.token) ?? open;
  return (
    <header className="rs-summary">
      <div className="rs-summary__line">
        <a href="/staff/inbox" className="rs-back">
          <Icon name="arrow-left" size="sm" />
          {t('staffBack')}
        </a>
        <StatusPill tone={file.state.tone === 'neutral' ? 'neutral' : file.state.tone}>{file.state.title}</StatusPill>
        {!file.ended && (
          <TimeLeft
            openedAt={held?.openedAt ?? file.submittedAt}
            dueAt={held?.dueAt ?? file.dueAt}
            paused={file.holder === 'authority' ? undefined : file.holder}
          />
        )}
        {task?.inPlaceOf && <Tag icon="users-round">{t('staffInPlaceOf', { name: task.inPlaceOf })}</Tag>}
        <span className="rs-summary__acts">
          {task && (
            <a className="rs-to-decide" href="#rs-decide">
              {t('staffDecide')}
            </a>
          )}
          {task && task.claimedBy === null && (
            <Button size="small" tone="second" busy={busy} onClick={() => onTake(task.token)}>
              {t('staffTake')}
            </Button>
          )}
          {task?.claimedBy?.you && (
            <Button size="small" tone="quiet" icon="undo-2" busy={busy} onClick={() => onRelease(task.token)}>
              {t('staffRelease')}
            </Button>
          )}
          {held && (task !== undefined || held.mayAssign) && (
            <Button size="small" tone="quiet" icon="users-round" onClick={() => onHandOver(held.token)}>
              {t(task ? 'staffHandOver' : 'staffAssign')}
            </Button>
          )}
        </span>
      </div>
      <dl className="rs-facts">
        <Fact icon="file-text" term={t('staffService')}>
          {file.service.name}
        </Fact>
        <Fact icon="list" term={t('staffNumber')}>
          <Identifier value={file.number} />
        </Fact>
        <Fact icon="user-round" term={t('staffApplicant')}>
          {file.applicant.name}
        </Fact>
        {file.applicant.nationalId !== null && (
          <Fact icon="id-card" term={t('staffNationalId')}>
            <bdi dir="ltr" className="am-number">
              {file.applicant.nationalId}
            </bdi>
          </Fact>
        )}
        <Fact icon="briefcase" term={t('staffCapacity')}>
          {t(`staffCapacity_${file.applicant.capacity}`)}
        </Fact>
        <Fact icon="landmark" term={t('staffDecides')}>
          {file.unitName}
        </Fact>
        <Fact icon="calendar" term={t('staffSubmitted')}>
          <GregorianDate value={file.submittedAt} />
        </Fact>
        {visit && (
          <Fact icon="calendar-days" term={t('factVisit')}>
            <VisitTime visit={visit} />
          </Fact>
        )}
        <Fact icon="users-round" term={t('staffNow')}>
          <HolderNow file={file} />
        </Fact>
      </dl>
    </header>
  );
}

function Fact({ icon, term, children }: { readonly icon: IconName; readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>
        <Icon name={icon} size="sm" />
        {term}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Each open task with who has taken it; a case without one is with nobody, or has ended. */
function HolderNow({ file }: { readonly file: CaseAnswer }) {
  if (file.ended) return <>{t('staffEnded')}</>;
  if (file.open.length === 0) return <>{t(`staffHolder_${file.holder}`)}</>;
  return (
    <>
      {file.open.map((task) => (
        <span key={task.token} className="rs-holder" title={formatMoment(task.openedAt)}>
          {task.holder === 'authority'
            ? `${task.lane ?? task.unitName ?? ''}: ${task.claimedBy === null ? t('staffNobody') : task.claimedBy.you ? t('staffYours') : task.claimedBy.name}`
            : t(`staffHolder_${task.holder}`)}
        </span>
      ))}
    </>
  );
}

import { Button, formatMoment, Tag } from '@amanah/ui';
import { Checkbox } from '@amanah/ui/fields';
import type { RefObject } from 'react';
import type { InboxLine } from '../../shared/answers/staff-answers.ts';
import { t } from '../forms/messages.ts';
import { TimeLeft } from './time-left.tsx';

export const keyOf = ({ request, token }: Pick<InboxLine, 'request' | 'token'>): string => `${request}/${token}`;

interface InboxListProps {
  readonly list: RefObject<HTMLOListElement | null>;
  readonly tasks: readonly InboxLine[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (key: string, selected: boolean) => void;
  readonly onTake: (task: InboxLine) => void;
  readonly busy: boolean;
}

/** Tasks, one a row, what presses at the start; on a phone each is a card of its own. */
export function InboxList({ list, tasks, selected, onSelect, onTake, busy }: InboxListProps) {
  return (
    <ol className="rs-tasks" ref={list} aria-label={t('staffTasks')}>
      {tasks.map((task) => {
        const key = keyOf(task);
        return (
          <li key={key} data-row="" className={selected.has(key) ? 'rs-task rs-task--selected' : 'rs-task'}>
            <Checkbox checked={selected.has(key)} onChange={(on) => onSelect(key, on)}>
              <span className="am-hidden">{t('staffSelect', { number: task.request })}</span>
            </Checkbox>
            <div className="rs-task__what">
              <a data-task="" href={`/staff/cases/${task.request}`} className="rs-task__title">
                {task.service.name}
              </a>
              <span className="am-caption">
                {task.applicant} · <bdi dir="ltr">{task.request}</bdi>
              </span>
            </div>
            <div className="rs-task__step">
              <span>{task.step}</span>
              <span className="am-caption">
                {task.unitName} · {t('staffArrived', { time: formatMoment(task.openedAt) })}
              </span>
              {(task.throughOffice || task.inPlaceOf !== null) && (
                <span className="rs-tags">
                  {task.throughOffice && <Tag look="line">{t('staffThroughOffice')}</Tag>}
                  {task.inPlaceOf !== null && (
                    <Tag look="line" icon="users-round">
                      {t('staffInPlaceOf', { name: task.inPlaceOf })}
                    </Tag>
                  )}
                </span>
              )}
            </div>
            <TimeLeft openedAt={task.openedAt} dueAt={task.dueAt} />
            <div className="rs-task__who">
              <Holder task={task} onTake={onTake} busy={busy} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Holder({ task, onTake, busy }: { readonly task: InboxLine; readonly onTake: (task: InboxLine) => void; readonly busy: boolean }) {
  if (task.claimedBy === null)
    return (
      <Button tone="second" size="small" disabled={busy} aria-label={t('staffTakeNamed', { number: task.request })} onClick={() => onTake(task)}>
        {t('staffTake')}
      </Button>
    );
  return task.claimedBy.you ? (
    <Tag icon="user-round">{t('staffYours')}</Tag>
  ) : (
    <span className="am-caption">{t('staffWith', { name: task.claimedBy.name })}</span>
  );
}

import { DualDate, Icon, Identifier, LinkButton, Money, type IconName, Definitions, currentLanguage } from '@amanah/ui';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { say, t } from '../forms/messages.ts';
import { VisitTime } from '../forms/visit-time.tsx';
import type { Doing } from './doing.ts';
import { HeldUp } from './held-up.tsx';
import { answerOf, invoiceOf, licenceOf, refusalOf, visitOf, type Answer } from './own-facts.ts';
import { PayPanel } from './pay-panel.tsx';
import { TaskPanel } from './task-panel.tsx';

interface StandProps {
  readonly request: OwnRequest;
  readonly reload: () => void;
  /** Who has it and what comes next was said just now. */
  readonly told: boolean;
  readonly onOpen: (doing: Doing) => void;
}

/** Where the request stands: what the person has to do, what is to be paid, or who has it and what comes next. */
export function Stand({ request, reload, told, onOpen }: StandProps) {
  const { tasks, ended, holder, facts } = request;
  const invoice = invoiceOf(facts);
  const answer = answerOf(facts);
  const toPay = invoice !== null && !ended && holder === 'applicant' && tasks.length === 0;
  return (
    <>
      {answer && <AnswerPanel answer={answer} />}
      {tasks.map((task) => (
        <TaskPanel key={task.token} task={task} request={request} reload={reload} onOpen={onOpen} />
      ))}
      {toPay && <PayPanel due={invoice} />}
      {request.heldUp && <HeldUp held={request.heldUp} />}
      {tasks.length === 0 && !toPay && !(told && !ended) && <InHand request={request} />}
    </>
  );
}

const ICONS: Readonly<Record<OwnRequest['holder'], IconName>> = { authority: 'landmark', applicant: 'user-round', external: 'network' };

function InHand({ request }: { readonly request: OwnRequest }) {
  const { holder, unitName, ended, next, dueAt, state, facts } = request;
  const licence = ended ? licenceOf(facts) : null;
  const visit = visitOf(request);
  const refusal = ended && state.tone === 'danger' ? refusalOf(facts) : [];
  return (
    <section className="rq-stand" aria-labelledby="rq-stand">
      <span className="rq-stand__icon" aria-hidden="true">
        <Icon name={ended ? (state.tone === 'success' ? 'file-check' : 'archive') : ICONS[holder]} size="lg" />
      </span>
      <div className="am-stack am-gap-2">
        <h2 id="rq-stand">{ended ? t('holderEnded') : t(`holder_${holder}`, { unit: unitName })}</h2>
        <p className="rq-stand__next">{next}</p>
        {refusal.length > 0 && (
          <ul className="rq-stand__why" aria-label={t('refusalTitle')}>
            {refusal.map((why) => (
              <li key={why.en}>{say(why)}</li>
            ))}
          </ul>
        )}
        {licence && (
          <div className="am-actions">
            <LinkButton icon="file-check" href={licence.path} target="_blank" rel="noopener">
              {t('licenceOpen')}
            </LinkButton>
            <LinkButton tone="second" href={`/licences/${licence.number}`}>
              {t('licencePage')}
            </LinkButton>
          </div>
        )}
        {visit && (
          <p className="rq-icon-line">
            <Icon name="calendar-days" size="sm" />
            <span>
              {t('factVisit')}: <VisitTime visit={visit} />
            </span>
          </p>
        )}
        {!ended && dueAt && (
          <p className="rq-icon-line">
            <Icon name="calendar-days" size="sm" />
            <span>
              {t('factDue')}: <DualDate value={dueAt} />
            </span>
          </p>
        )}
        <p className="am-caption">{ended ? t('holderEndedText') : t(`holderText_${holder}`)}</p>
      </div>
    </section>
  );
}

function AnswerPanel({ answer }: { readonly answer: Answer }) {
  return (
    <section className="rq-answer" aria-labelledby="rq-answer">
      <h2 id="rq-answer">
        <Icon name="badge-check" />
        {t('answerTitle')}
      </h2>
      {answer.kind === 'text' ? (
        <p className="rq-letter__body" dir="auto">
          {answer.text}
        </p>
      ) : (
        <>
          <Definitions
            items={answer.lines.map(({ term, value, kind }) => ({
              term: say(term),
              value: <AnswerValue value={typeof value === 'string' ? value : value[currentLanguage()]} kind={kind} />,
            }))}
          />
          {answer.to && (
            <p>
              <a className="am-link" href={answer.to}>
                {t('answerMore')}
              </a>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function AnswerValue({ value, kind }: { readonly value: string; readonly kind: string | undefined }) {
  if (kind === 'identifier') return <Identifier value={value} />;
  if (kind === 'date') return <DualDate value={value} />;
  return kind === 'money' ? <Money halalas={Math.round(Number(value) * 100)} /> : value;
}

import {
  ApiProblem,
  Banner,
  Button,
  EmptyState,
  ErrorState,
  LinkButton,
  Loading,
  OfflineState,
  dataOf,
  formatMoment,
  Identifier,
  navigate,
  useResource,
} from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { DraftAnswer } from '../../shared/answers/draft-answers.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import type { FactAnswers } from '../forms/fact-answers.ts';
import { ServiceForm } from '../forms/service-form.tsx';
import { CapacityNotice } from './capacity-notice.tsx';
import { DraftKeeper } from './draft-keeper.ts';
import { FeeLines } from './fee-lines.tsx';
import { sendFileTo } from './send-file.ts';
import { useFacts } from './use-facts.ts';
import { useOnline } from './use-online.ts';

const readDraft = (id: string, signal?: AbortSignal) =>
  dataOf(api.GET('/api/requests/drafts/{id}', { params: { path: { id } }, ...(signal ? { signal } : {}) }));

/** The form of a draft, at the step it was left at, on whichever device. */
export function DraftForm({ id, onLeave }: { readonly id: string; readonly onLeave: () => void }) {
  const [reading, setReading] = useState(0);
  const resource = useResource((signal) => readDraft(id, signal), [id, reading]);
  switch (resource.status) {
    case 'loading':
      return <Loading rows={6} />;
    case 'offline':
      return <OfflineState onRetry={resource.reload} />;
    case 'ready':
      return <Filling key={resource.data.revision} draft={resource.data} onReadAgain={() => setReading((count) => count + 1)} onLeave={onLeave} />;
    case 'empty':
      return null;
    case 'error':
      return <Unreadable error={resource.error} onRetry={resource.reload} onLeave={onLeave} />;
  }
}

function Unreadable({ error, onRetry, onLeave }: { readonly error: unknown; readonly onRetry: () => void; readonly onLeave: () => void }) {
  const code = error instanceof ApiProblem ? error.problem.code : null;
  if (code === 'REQUESTS_CAPACITY_REFUSED') return <CapacityNotice audiences={[]} />;
  if (code !== 'REQUESTS_DRAFT_UNKNOWN' && code !== 'HTTP_INVALID_INPUT') return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      icon="files"
      title={t('draftGone')}
      actions={
        <>
          <LinkButton href="/requests">{t('toOwn')}</LinkButton>
          <Button tone="second" onClick={onLeave}>
            {t('applyBeginNew')}
          </Button>
        </>
      }
    >
      {t('draftGoneText')}
    </EmptyState>
  );
}

interface FillingProps {
  readonly draft: DraftAnswer;
  readonly onReadAgain: () => void;
  readonly onLeave: () => void;
}

function Filling({ draft, onReadAgain, onLeave }: FillingProps) {
  const form = draft.form as Form;
  const path = { id: draft.id };
  const { facts, fetchFact } = useFacts(draft, form);
  const [asked, setAsked] = useState(false);
  const choice = useRef<(chosen: 'mine' | 'other') => void>(() => {});
  const online = useOnline();
  const send = useMemo(() => sendFileTo(`/api/requests/drafts/${draft.id}/files`), [draft.id]);
  const [keeper] = useState(
    () =>
      new DraftKeeper(
        { put: (kept) => dataOf(api.PUT('/api/requests/drafts/{id}', { params: { path }, body: kept, ...leaving(kept) })), read: () => readDraft(draft.id) },
        draft.revision,
        () => {
          setAsked(true);
          return new Promise((resolve) => (choice.current = resolve));
        },
      ),
  );
  const answer = (chosen: 'mine' | 'other') => {
    setAsked(false);
    choice.current(chosen);
    if (chosen === 'other') onReadAgain();
  };
  useWarnUnsaved(!online);

  return (
    <div className="am-stack am-gap-6">
      <p className="rq-draft am-caption">
        <span>
          {t('draftNumber')} <Identifier value={draft.number} />
        </span>
        <span>{t('draftChanged', { time: formatMoment(draft.changedAt) })}</span>
        <Button tone="quiet" size="small" icon="clock" onClick={onLeave}>
          {t('draftLeave')}
        </Button>
      </p>
      {!online && (
        <Banner tone="warn" icon="wifi-off">
          {t('draftOffline')}
        </Banner>
      )}
      <ServiceForm
        form={form}
        draft={draft.answers}
        startAt={draft.step ?? undefined}
        facts={facts}
        onFetch={fetchFact}
        send={send}
        save={(answers, step) => keeper.save(answers, step)}
        submit={async (answers) => {
          const { number, problems } = await dataOf(api.POST('/api/requests/drafts/{id}/submission', { params: { path }, body: { answers } }));
          if (number !== null) {
            keeper.end();
            navigate(`/requests/${number}?sent=${form.pattern === 'enquiry' ? 'enquiry' : 'request'}`);
          }
          return problems;
        }}
        aside={(answers) => <FeeLines form={form} answers={{ ...figuresIn(facts), ...answers }} />}
      />
      <Dialog
        open={asked}
        destructive
        title={t('draftOtherTitle')}
        onClose={() => answer('mine')}
        actions={
          <>
            <Button onClick={() => answer('other')}>{t('draftTakeOther')}</Button>
            <Button tone="second" autoFocus onClick={() => answer('mine')}>
              {t('draftKeepMine')}
            </Button>
          </>
        }
      >
        <p>{t('draftOtherText')}</p>
      </Dialog>
    </div>
  );
}

/** What sources say of the fee. */
const figuresIn = (facts: FactAnswers): Answers =>
  Object.assign({}, ...Object.values(facts).map((fact) => (fact.state === 'fetched' ? fact.figures : undefined))) as Answers;

const MOST_AFTER_LEAVING = 60_000;

/** What is kept while the page is being left must outlive it; browsers carry only so much for a page that is gone. */
function leaving(kept: object): { readonly keepalive?: true } {
  return document.visibilityState === 'hidden' && JSON.stringify(kept).length < MOST_AFTER_LEAVING ? { keepalive: true } : {};
}

/** Asks before the window is closed over what is not saved. */
function useWarnUnsaved(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved]);
}

import { ActError, Button, dataOf, EmptyState, IconButton, navigate, page, ResourceView, showToast, useAct } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { useCallback, useRef, useState } from 'react';
import type { BatchAnswer, InboxAnswer, InboxFilter, InboxLine } from '../../shared/answers/staff-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { BatchResult } from './batch-result.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { addressOf, filterOfAddress, isWhole, wholeInbox } from './inbox-filter.ts';
import { BatchBar, InboxFigures, InboxFilters } from './inbox-filters.tsx';
import { InboxList, keyOf } from './inbox-list.tsx';
import { useLive } from './live.ts';
import { SavedQueues } from './saved-queues.tsx';
import { useInboxKeys } from './use-inbox-keys.ts';

/** One page of the inbox after the other, as many as are shown. */
async function read(filter: InboxFilter, pages: number, signal: AbortSignal): Promise<InboxAnswer> {
  const first = await dataOf(api.GET('/api/requests/inbox', { params: { query: filter }, signal }));
  const tasks = [...first.tasks];
  let { next } = first;
  for (let shown = 1; shown < pages && next !== null; shown++) {
    const more: InboxAnswer = await dataOf(api.GET('/api/requests/inbox', { params: { query: { ...filter, after: next } }, signal }));
    tasks.push(...more.tasks);
    next = more.next;
  }
  return { ...first, tasks, next };
}

/** Everything that waits for the official, over all services and units: the nearest deadline first. */
function InboxPage() {
  const [filter, setFilter] = useState(() => filterOfAddress(location.search));
  const [pages, setPages] = useState(1);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [handing, setHanding] = useState(false);
  const [help, setHelp] = useState(false);
  const [result, setResult] = useState<BatchAnswer | null>(null);
  const [counts, setCounts] = useState<InboxAnswer | null>(null);
  const act = useAct();
  const list = useRef<HTMLOListElement>(null);
  useInboxKeys(
    list,
    useCallback(() => setHelp(true), []),
  );
  const inbox = useLive(
    async (signal) => {
      const answer = await read(filter, pages, signal);
      setCounts(answer);
      return answer;
    },
    [addressOf(filter)],
  );
  const narrow = (next: InboxFilter) => {
    history.replaceState(history.state, '', `${location.pathname}${addressOf(next)}`);
    setFilter(next);
    setPages(1);
    setSelected(new Set());
    setResult(null);
  };
  const tasks = inbox.status === 'ready' ? inbox.data.tasks : [];
  const chosen = tasks.filter((task) => selected.has(keyOf(task)));
  const refs = (some: readonly InboxLine[]) => some.map(({ request, token }) => ({ request, token }));
  const told = (answer: BatchAnswer | null) => {
    if (answer) setResult(answer);
    setSelected(new Set());
    setHanding(false);
    inbox.reload();
  };
  const take = (some: readonly InboxLine[]) => act.run(() => dataOf(api.POST('/api/requests/tasks/claims', { body: { tasks: refs(some) } }))).then(told);
  const release = () => act.run(() => dataOf(api.POST('/api/requests/tasks/releases', { body: { tasks: refs(chosen) } }))).then(told);
  const takeNext = () =>
    act.run(async () => {
      const { tasks: free } = await dataOf(api.GET('/api/requests/inbox', { params: { query: { ...filter, who: 'free', sort: 'due' } } }));
      for (const next of free) {
        const { done } = await dataOf(api.POST('/api/requests/tasks/claims', { body: { tasks: refs([next]) } }));
        if (done.length > 0) return navigate(`/staff/cases/${next.request}`);
      }
      return showToast(t('staffNothingFree'));
    });
  return (
    <div className="rs-sheet">
      <div className="rs-head">
        <SavedQueues filter={filter} onFilter={narrow} />
        <div className="rs-head__acts">
          <IconButton icon="info" label={t('staffKeys')} onClick={() => setHelp(true)} />
          <Button size="small" icon="inbox" busy={act.busy} onClick={() => void takeNext()}>
            {t('staffTakeNext')}
          </Button>
        </div>
      </div>
      <InboxFigures filter={filter} onFilter={narrow} answer={counts} />
      <ActError act={act} />
      {result && <BatchResult {...result} />}
      <section className="rs-card rs-card--flush" aria-label={t('staffTasks')}>
        <InboxFilters filter={filter} onFilter={narrow} answer={counts} />
        <ResourceView resource={inbox}>
          {(answer) =>
            answer.tasks.length === 0 ? (
              <NoTasks whole={isWhole(filter)} onClear={() => narrow(wholeInbox)} />
            ) : (
              <>
                <InboxList
                  list={list}
                  tasks={answer.tasks}
                  selected={selected}
                  busy={act.busy}
                  onTake={(task) => void take([task])}
                  onSelect={(key, on) => setSelected((before) => new Set(on ? [...before, key] : [...before].filter((one) => one !== key)))}
                />
                <footer className="rs-foot">
                  <span className="am-caption" role="status">
                    {t('staffShown', { count: answer.tasks.length })}
                  </span>
                  <Button size="small" tone="quiet" onClick={() => setSelected(new Set(answer.tasks.map(keyOf)))}>
                    {t('staffSelectAll')}
                  </Button>
                  {answer.next !== null && (
                    <Button
                      size="small"
                      tone="second"
                      onClick={() => {
                        setPages((shown) => shown + 1);
                        inbox.reload();
                      }}
                    >
                      {t('staffMore')}
                    </Button>
                  )}
                </footer>
              </>
            )
          }
        </ResourceView>
      </section>
      <BatchBar
        count={chosen.length}
        busy={act.busy}
        onTake={() => void take(chosen)}
        onRelease={() => void release()}
        onHandOver={() => setHanding(true)}
        onClear={() => setSelected(new Set())}
      />
      {handing && chosen.length > 0 && <HandOverDialog tasks={refs(chosen)} onClose={() => setHanding(false)} onDone={told} />}
      {help && <KeysHelp onClose={() => setHelp(false)} />}
    </div>
  );
}

function NoTasks({ whole, onClear }: { readonly whole: boolean; readonly onClear: () => void }) {
  if (whole)
    return (
      <EmptyState icon="inbox" title={t('staffEmptyTitle')}>
        {t('staffEmptyText')}
      </EmptyState>
    );
  const clear = (
    <Button tone="second" size="small" onClick={onClear}>
      {t('staffClearFilter')}
    </Button>
  );
  return (
    <EmptyState icon="search-x" title={t('staffEmptyFiltered')} actions={clear}>
      {t('staffEmptyFilteredText')}
    </EmptyState>
  );
}

function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const keys = [
    ['j', t('staffKeyNext')],
    ['k', t('staffKeyBefore')],
    ['Enter', t('staffKeyOpen')],
    ['x', t('staffKeySelect')],
    ['?', t('staffKeyHelp')],
  ] as const;
  return (
    <Dialog
      open
      title={t('staffKeys')}
      onClose={onClose}
      actions={
        <Button tone="second" onClick={onClose}>
          {t('staffClose')}
        </Button>
      }
    >
      <dl className="rs-keys">
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

export const lifecycles = page(InboxPage);

import { Button, dataOf, EmptyState, FilterField, GregorianDate, Identifier, page, ResourceView, Segments, StatusPill, useTyped } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useEffect, useState } from 'react';
import type { CaseLine, CaseList } from '../../shared/answers/staff-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useLive } from './live.ts';
import { TimeLeft } from './time-left.tsx';

type Shown = 'all' | 'open' | 'ended';
const shownIn = (search: string): Shown => (['open', 'ended'] as const).find((one) => one === new URLSearchParams(search).get('shown')) ?? 'all';

async function read(query: string, shown: Shown, pages: number, signal: AbortSignal): Promise<CaseList> {
  const filter = { query, ...(shown === 'all' ? {} : { open: shown === 'open' ? ('true' as const) : ('false' as const) }) };
  let { cases, next } = await dataOf(api.GET('/api/requests/cases', { params: { query: filter }, signal }));
  for (let page = 1; page < pages && next !== null; page++) {
    const more: CaseList = await dataOf(api.GET('/api/requests/cases', { params: { query: { ...filter, before: next } }, signal }));
    cases = [...cases, ...more.cases];
    next = more.next;
  }
  return { cases, next };
}

/** Requests of the official's units, found by whatever is known of them. */
function CasesPage() {
  const [typed, setTyped] = useState(() => new URLSearchParams(location.search).get('q') ?? '');
  const [shown, setShown] = useState(() => shownIn(location.search));
  const [pages, setPages] = useState(1);
  const query = useTyped(typed);
  useEffect(() => {
    const address = new URLSearchParams({ ...(query ? { q: query } : {}), ...(shown === 'all' ? {} : { shown }) }).toString();
    history.replaceState(history.state, '', address ? `${location.pathname}?${address}` : location.pathname);
    setPages(1);
  }, [query, shown]);
  const live = useLive((signal) => read(query, shown, pages, signal), [query, shown]);
  return (
    <div className="rs-sheet">
      <div className="rs-filters rs-filters--bare">
        <div className="rs-find">
          <FilterField label={t('staffFind')} placeholder={t('staffFindHint')} value={typed} onChange={setTyped} />
        </div>
        <Segments
          label={t('staffOnlyOpen')}
          value={shown}
          onChange={setShown}
          segments={[
            { id: 'all', label: t('staffAll') },
            { id: 'open', label: t('staffOpenOnly') },
            { id: 'ended', label: t('staffEndedOnly') },
          ]}
        />
      </div>
      <ResourceView resource={live}>
        {({ cases, next }) =>
          cases.length === 0 ? (
            <div className="rs-card">
              <EmptyState icon="search-x" title={t('staffFoundNone')}>
                {t('staffFoundNoneText')}
              </EmptyState>
            </div>
          ) : (
            <>
              <Cases cases={cases} />
              {next !== null && (
                <div>
                  <Button
                    size="small"
                    tone="second"
                    onClick={() => {
                      setPages((now) => now + 1);
                      live.reload();
                    }}
                  >
                    {t('staffMore')}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </ResourceView>
    </div>
  );
}

function Cases({ cases }: { readonly cases: readonly CaseLine[] }) {
  return (
    <Table
      label={t('staffCasesTitle')}
      rows={cases}
      rowKey={({ number }) => number}
      columns={[
        {
          id: 'service',
          label: t('staffService'),
          rowHeader: true,
          cell: (line) => (
            <span className="rs-task__what">
              <a className="rs-task__title" href={`/staff/cases/${line.number}`}>
                {line.service.name}
              </a>
              <span className="am-caption">{line.applicant}</span>
            </span>
          ),
        },
        { id: 'number', label: t('staffNumber'), cell: ({ number }) => <Identifier value={number} /> },
        { id: 'state', label: t('staffState'), cell: ({ state }) => <StatusPill tone={state.tone}>{state.title}</StatusPill> },
        {
          id: 'time',
          label: t('staffTime'),
          cell: (line) =>
            line.ended ? (
              t('staffEnded')
            ) : (
              <TimeLeft openedAt={line.submittedAt} dueAt={line.dueAt} paused={line.holder === 'authority' ? undefined : line.holder} />
            ),
        },
        { id: 'sent', label: t('staffSubmitted'), cell: ({ submittedAt }) => <GregorianDate value={submittedAt} /> },
      ]}
    />
  );
}

export const lifecycles = page(CasesPage);

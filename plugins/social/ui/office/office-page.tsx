import {
  Button,
  Chip,
  EmptyState,
  FilterField,
  Pagination,
  ResourceView,
  ActError,
  dataOf,
  formatMoment,
  may,
  navigate,
  useAct,
  useResource,
  useTyped,
  currentLanguage,
} from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import { newsStates, type NewsState } from '../../shared/news-states.ts';
import type { NewsList } from '../../shared/news-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { StatePill, stateWords } from './state-pill.tsx';
import './office.css';

/** News at work: drafts, what waits for approval, and what is out. */
export function OfficePage() {
  const [state, setState] = useState<NewsState | null>(null);
  const [typed, setTyped] = useState('');
  const [page, setPage] = useState(1);
  const q = useTyped(typed);
  const resource = useResource(
    (signal) => dataOf(api.GET('/api/social/office/news', { signal, params: { query: { page, ...(state ? { state } : {}), ...(q ? { q } : {}) } } })),
    [state, q, page],
    { keep: true },
  );
  const choose = (next: NewsState | null) => {
    setState(next);
    setPage(1);
  };
  return (
    <div className="so-office">
      <div className="so-office__bar">
        <FilterField
          label={t('newsSearch')}
          value={typed}
          onChange={(words) => {
            setTyped(words);
            setPage(1);
          }}
        />
        {may('social:news.write') && <Begin />}
      </div>
      <ResourceView resource={resource} rows={6}>
        {(list) => (
          <>
            <div className="am-row" role="group" aria-label={t('newsStates')}>
              <Chip selected={state === null} onClick={() => choose(null)}>
                {t('newsStateAll')}
              </Chip>
              {newsStates.map((one) => (
                <Chip key={one} selected={state === one} count={list.counts[one] ?? 0} onClick={() => choose(state === one ? null : one)}>
                  {stateWords(one)}
                </Chip>
              ))}
            </div>
            <Items list={list} narrowed={state !== null || q !== ''} />
            <Pagination page={list.page} pages={list.pages} onPage={setPage} />
          </>
        )}
      </ResourceView>
    </div>
  );
}

function Begin() {
  const act = useAct();
  const begin = async () => {
    const made = await act.run(() => dataOf(api.POST('/api/social/office/news', { body: {} })));
    if (made) navigate(`/staff/news/${made.id}`);
  };
  return (
    <>
      <Button icon="plus" busy={act.busy} busyText={t('newsBeginning')} onClick={() => void begin()}>
        {t('newsBegin')}
      </Button>
      <ActError act={act} />
    </>
  );
}

function Items({ list, narrowed }: { readonly list: NewsList; readonly narrowed: boolean }) {
  const language = currentLanguage();
  const other = language === 'ar' ? 'en' : 'ar';
  return (
    <Table
      label={t('newsListLabel')}
      rows={list.news}
      rowKey={({ id }) => id}
      empty={
        <EmptyState icon="newspaper" title={t(narrowed ? 'newsNothingFound' : 'officeEmptyTitle')}>
          {t(narrowed ? 'newsNothingFoundText' : 'officeEmptyText')}
        </EmptyState>
      }
      columns={[
        {
          id: 'title',
          label: t('newsColumnTitle'),
          rowHeader: true,
          cell: ({ id, title }) => (
            <a className="so-office__title" href={`/staff/news/${id}`}>
              {title[language] || title[other] || t('newsUntitled')}
            </a>
          ),
        },
        { id: 'state', label: t('newsColumnState'), cell: (row) => <StatePill state={row.state} out={row.out} /> },
        { id: 'unit', label: t('newsColumnUnit'), cell: ({ unitName }) => unitName },
        { id: 'changed', label: t('newsColumnChanged'), cell: ({ changedAt }) => formatMoment(changedAt) },
      ]}
    />
  );
}

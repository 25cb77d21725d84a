import { Button, Chip, EmptyState, ErrorState, Icon, IconButton, Loading, OfflineState, Pagination, dataOf, useResource } from '@amanah/ui';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { ListAnswer } from '../shared/answers.ts';
import { facetNames, queryOf } from '../shared/catalogue-query.ts';
import { api } from './api.ts';
import { questionOf, toggled, useCatalogueView, type FullView } from './catalogue-address.ts';
import { Facets } from './facets.tsx';
import { t } from './messages.ts';
import { ServiceLine } from './service-line.tsx';
import { startingAnswer } from './starting-answer.ts';

const NOTHING_CHOSEN = Object.fromEntries(facetNames.map((name) => [name, []])) as unknown as FullView['chosen'];

/** The catalogue of services: search, filters with counts, rows, pages; everything in the address. */
export function CataloguePage() {
  const [view, change] = useCatalogueView();
  const query = queryOf(view);
  const [start] = useState(() => ({ query, answer: startingAnswer<ListAnswer>(query) }));
  const resource = useResource(
    async (signal) => (query === start.query && start.answer) || dataOf(api.GET('/api/services/', { params: { query: questionOf(view) }, signal })),
    [query],
  );
  const [last, setLast] = useState(start.answer);
  useEffect(() => {
    if (resource.status === 'ready') setLast(resource.data);
  }, [resource]);
  const answer = resource.status === 'ready' ? resource.data : last;
  const clear = () => change({ chosen: NOTHING_CHOSEN, q: '' });
  const chosenCount = facetNames.reduce((sum, name) => sum + view.chosen[name].length, 0);
  const drawer = useRef<HTMLDialogElement>(null);
  const filters = answer && <Facets facets={answer.facets} view={view} onChange={change} />;

  return (
    <div className="sv-catalogue">
      <SearchForm key={view.q} query={view.q} onSearch={(q) => change({ q, sort: '' })} />
      <div className="sv-columns">
        <form className="sv-filters" aria-label={t('filtersLabel')} onSubmit={(event) => event.preventDefault()}>
          <div className="am-row am-row--between">
            <h2 className="sv-filters__title">{t('filters')}</h2>
            {chosenCount > 0 && (
              <Button tone="quiet" size="small" onClick={clear}>
                {t('filtersClear')}
              </Button>
            )}
          </div>
          {filters}
        </form>
        <section aria-busy={resource.status === 'loading'}>
          <div className="sv-bar">
            <h2 className="sv-bar__count" aria-live="polite">
              {answer ? t('resultCount', { count: answer.total }) : ' '}
            </h2>
            <span className="sv-filters-open">
              <Button tone="second" size="small" icon="sliders-horizontal" aria-haspopup="dialog" onClick={() => drawer.current?.showModal()}>
                {chosenCount > 0 ? t('filtersCount', { count: chosenCount }) : t('filters')}
              </Button>
            </span>
            <SortChoice view={view} onChange={change} />
          </div>
          <ChosenFilters answer={answer} view={view} onChange={change} />
          <Results
            resource={resource}
            answer={answer}
            onPage={(page) => {
              change({ page });
              window.scrollTo({ top: 0 });
            }}
            onClear={clear}
          />
        </section>
      </div>
      <dialog ref={drawer} className="sv-drawer" aria-label={t('filtersLabel')}>
        <div className="sv-drawer__head">
          <h2>{t('filters')}</h2>
          <IconButton icon="x" label={t('filtersShow')} onClick={() => drawer.current?.close()} />
        </div>
        <div className="sv-drawer__body">{filters}</div>
        <div className="sv-drawer__foot">
          <Button onClick={() => drawer.current?.close()}>{t('filtersShow')}</Button>
          <Button tone="quiet" onClick={clear}>
            {t('filtersClear')}
          </Button>
        </div>
      </dialog>
    </div>
  );
}

function SearchForm({ query, onSearch }: { readonly query: string; readonly onSearch: (query: string) => void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSearch(String(new FormData(event.currentTarget).get('q') ?? '').trim());
  };
  return (
    <form role="search" className="sv-search am-band am-band--last" onSubmit={submit}>
      <div className="am-control">
        <Icon name="search" />
        <input
          className="am-control__input"
          type="search"
          name="q"
          defaultValue={query}
          maxLength={200}
          aria-label={t('searchLabel')}
          placeholder={t('searchPlaceholder')}
        />
      </div>
      <Button type="submit">{t('searchAction')}</Button>
    </form>
  );
}

function SortChoice({ view, onChange }: { readonly view: FullView; readonly onChange: (change: Partial<FullView>) => void }) {
  const orders = [...(view.q ? (['relevance'] as const) : []), 'visits', 'name', 'duration'] as const;
  const titles = { relevance: 'sortRelevance', visits: 'sortVisits', name: 'sortName', duration: 'sortDuration' } as const;
  return (
    <label className="sv-sort">
      <span className="am-caption">{t('sort')}</span>
      <select className="am-control" value={view.sort || (view.q ? 'relevance' : 'visits')} onChange={(event) => onChange({ sort: event.target.value })}>
        {orders.map((order) => (
          <option key={order} value={order}>
            {t(titles[order])}
          </option>
        ))}
      </select>
    </label>
  );
}

function ChosenFilters({
  answer,
  view,
  onChange,
}: {
  readonly answer: ListAnswer | null;
  readonly view: FullView;
  readonly onChange: (change: Partial<FullView>) => void;
}) {
  const chosen = facetNames.flatMap((name) =>
    view.chosen[name].map((id) => ({
      name,
      id,
      title: answer?.facets.find((facet) => facet.name === name)?.values.find((value) => value.id === id)?.name ?? id,
    })),
  );
  if (chosen.length === 0 && !view.q) return null;
  return (
    <div className="sv-chips">
      {view.q && (
        <Chip selected aria-label={`${t('filterRemove')}: ${view.q}`} onClick={() => onChange({ q: '' })}>
          «{view.q}»
        </Chip>
      )}
      {chosen.map(({ name, id, title }) => (
        <Chip
          key={`${name}-${id}`}
          selected
          aria-label={`${t('filterRemove')}: ${title}`}
          onClick={() => onChange({ chosen: { ...view.chosen, [name]: toggled(view.chosen[name], id) } })}
        >
          {title}
        </Chip>
      ))}
    </div>
  );
}

interface ResultsProps {
  readonly resource: ReturnType<typeof useResource<ListAnswer>>;
  readonly answer: ListAnswer | null;
  readonly onPage: (page: number) => void;
  readonly onClear: () => void;
}

function Results({ resource, answer, onPage, onClear }: ResultsProps) {
  if (resource.status === 'offline') return <OfflineState onRetry={resource.reload} />;
  if (resource.status === 'error') return <ErrorState error={resource.error} onRetry={resource.reload} />;
  if (!answer) return <Loading rows={8} />;
  if (answer.total === 0)
    return (
      <EmptyState
        icon="search-x"
        title={t('emptyTitle')}
        actions={
          <Button tone="second" size="small" onClick={onClear}>
            {t('filtersClear')}
          </Button>
        }
      >
        {t('emptyText')}
      </EmptyState>
    );
  return (
    <>
      <ul className="sv-list">
        {answer.services.map((service) => (
          <ServiceLine key={service.code} service={service} />
        ))}
      </ul>
      <Pagination page={answer.page} pages={answer.pages} onPage={onPage} />
    </>
  );
}

import { navigate } from '@amanah/ui';
import type { paths } from '@amanah/ui/api-types';
import { useCallback, useEffect, useState } from 'react';
import { facetNames, queryOf, type CatalogueView, type FacetName } from '../shared/catalogue-query.ts';

/** The view with every facet there, chosen or not. */
export type FullView = CatalogueView & { readonly chosen: Readonly<Record<FacetName, readonly string[]>> };

type Question = NonNullable<paths['/api/services/']['get']['parameters']['query']>;

/** Reads the view from an address's query. */
export function viewOf(search: string): FullView {
  const params = new URLSearchParams(search);
  const values = (name: string) =>
    params
      .getAll(name)
      .flatMap((value) => value.split(','))
      .filter(Boolean);
  return {
    q: params.get('q') ?? '',
    sort: params.get('sort') ?? '',
    page: Math.max(1, Math.trunc(Number(params.get('page'))) || 1),
    chosen: Object.fromEntries(facetNames.map((name) => [name, values(name)])) as unknown as FullView['chosen'],
  };
}

/** The view and how to change it; a change that is not about the page goes back to the first page. */
export function useCatalogueView(): readonly [FullView, (change: Partial<FullView>) => void] {
  const [view, setView] = useState(() => viewOf(location.search));
  useEffect(() => {
    const follow = () => setView(viewOf(location.search));
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const change = useCallback((part: Partial<FullView>) => {
    const next = { ...viewOf(location.search), page: 1, ...part };
    const query = queryOf(next);
    navigate(location.pathname + (query ? `?${query}` : ''));
    setView(next);
  }, []);
  return [view, change];
}

/** The view as the hub's list is asked for it. */
export function questionOf({ q, sort, page, chosen }: FullView): Question {
  const asked = Object.fromEntries(facetNames.filter((name) => chosen[name].length > 0).map((name) => [name, chosen[name].join(',')]));
  // The address is the visitor's; the hub refuses an order that it does not know.
  return { ...asked, ...(q ? { q } : {}), ...(sort ? { sort: sort as NonNullable<Question['sort']> } : {}), ...(page > 1 ? { page } : {}) };
}

/** The same choice with one value switched. */
export function toggled(values: readonly string[], value: string): readonly string[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

import { navigate } from '@amanah/ui';
import { useCallback, useEffect, useState } from 'react';

export const facetNames = ['class', 'audience', 'instant', 'free', 'event', 'channel', 'owner'] as const;
export type FacetName = (typeof facetNames)[number];

/** What the catalogue shows, all of it in the page's address: shareable, and the back button works. */
export interface CatalogueView {
  readonly q: string;
  readonly sort: string;
  readonly page: number;
  readonly chosen: Readonly<Record<FacetName, readonly string[]>>;
}

/** Reads the view from an address's query. */
export function viewOf(search: string): CatalogueView {
  const params = new URLSearchParams(search);
  const values = (name: string) => (params.get(name) ?? '').split(',').filter(Boolean);
  return {
    q: params.get('q') ?? '',
    sort: params.get('sort') ?? '',
    page: Math.max(1, Math.trunc(Number(params.get('page'))) || 1),
    chosen: Object.fromEntries(facetNames.map((name) => [name, values(name)])) as unknown as CatalogueView['chosen'],
  };
}

/** Writes the view as a query; empty parts are left out. */
export function queryOf(view: CatalogueView): string {
  const params = new URLSearchParams();
  if (view.q) params.set('q', view.q);
  for (const name of facetNames) if (view.chosen[name].length > 0) params.set(name, view.chosen[name].join(','));
  if (view.sort) params.set('sort', view.sort);
  if (view.page > 1) params.set('page', String(view.page));
  return params.toString().replaceAll('%2C', ',');
}

/** The view and how to change it; a change that is not about the page goes back to the first page. */
export function useCatalogueView(): readonly [CatalogueView, (change: Partial<CatalogueView>) => void] {
  const [view, setView] = useState(() => viewOf(location.search));
  useEffect(() => {
    const follow = () => setView(viewOf(location.search));
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const change = useCallback((part: Partial<CatalogueView>) => {
    const next = { ...viewOf(location.search), page: 1, ...part };
    const query = queryOf(next);
    navigate(location.pathname + (query ? `?${query}` : ''));
    setView(next);
  }, []);
  return [view, change];
}

/** The same choice with one value switched. */
export function toggled(values: readonly string[], value: string): readonly string[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

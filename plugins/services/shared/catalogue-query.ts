/** By what services are filtered and counted. */
export const facetNames = ['class', 'audience', 'instant', 'free', 'event', 'channel', 'owner'] as const;
export type FacetName = (typeof facetNames)[number];

/** What the catalogue shows, all of it in the page's address: shareable, and the back button works. */
export interface CatalogueView {
  readonly q: string;
  readonly sort: string;
  readonly page: number;
  readonly chosen: Readonly<Partial<Record<FacetName, readonly string[]>>>;
}

/** Writes the view as a query; empty parts are left out, several values of a facet stand with commas. */
export function queryOf(view: CatalogueView): string {
  const params = new URLSearchParams();
  if (view.q) params.set('q', view.q);
  for (const name of facetNames) if (view.chosen[name]?.length) params.set(name, view.chosen[name].join(','));
  if (view.sort) params.set('sort', view.sort);
  if (view.page > 1) params.set('page', String(view.page));
  return params.toString().replaceAll('%2C', ',');
}

import type { FacetName } from './catalogue-query.ts';

export interface FacetGroup {
  /** Key of its heading. */
  readonly title: string;
  readonly facets: readonly FacetName[];
  /** The one value that is offered: leaves out the one that says no. */
  readonly only?: string;
}

/** Which facets stand together under which heading, in the page as the server writes it and in the micro-frontend that takes its place. */
export const facetGroups = [
  { title: 'facetClass', facets: ['class'] },
  { title: 'facetAudience', facets: ['audience'] },
  { title: 'facetTimeFee', facets: ['instant', 'free'], only: 'true' },
  { title: 'facetEvent', facets: ['event'] },
  { title: 'facetChannel', facets: ['channel'] },
  { title: 'facetOwner', facets: ['owner'] },
] as const satisfies readonly FacetGroup[];

import type { Bilingual, ServiceToken } from '@amanah/plugin-api';

/** One service in a list of another plugin's page. */
export interface ServiceSummary {
  readonly code: string;
  readonly name: Bilingual;
  readonly summary: Bilingual;
  readonly class: string;
  readonly system: string;
  readonly duration: Bilingual;
  readonly fee: Bilingual;
  readonly path: string;
}

export interface CountedGroup {
  readonly id: string;
  readonly name: Bilingual;
  readonly count: number;
}

/** The catalogue as other plugins see it; answers from memory. */
export interface CatalogueService {
  readonly count: number;
  /** The four classes with their counts, which sum to `count`. */
  classes(): readonly CountedGroup[];
  audiences(): readonly CountedGroup[];
  lifeEvents(): readonly CountedGroup[];
  /** By real visits of the cards, then the order that config names. */
  mostUsed(limit: number): readonly ServiceSummary[];
  find(code: string): ServiceSummary | undefined;
}

export const catalogue: ServiceToken<CatalogueService> = { plugin: 'services', name: 'catalogue' };

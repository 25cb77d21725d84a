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

/** A problem that somebody reported on a service's card. */
export interface BeneficiaryReport {
  readonly reference: string;
  readonly code: string;
  readonly service: Bilingual;
  readonly description: string;
  readonly language: 'ar' | 'en';
  readonly reportedAt: string;
  readonly answered: { readonly at: string; readonly by: string; readonly words: string } | null;
}

export interface BeneficiaryReports {
  /** Open ones first, newest first; `open` keeps only those (or only the answered ones). */
  list(filter: { readonly open?: boolean; readonly limit: number }): Promise<readonly BeneficiaryReport[]>;
  /** Marks an open report as answered. @throws HTTP_NOT_FOUND when there is no such open report */
  answer(reference: string, by: string, words: string): Promise<void>;
}

export const beneficiaryReports: ServiceToken<BeneficiaryReports> = { plugin: 'services', name: 'beneficiary-reports' };

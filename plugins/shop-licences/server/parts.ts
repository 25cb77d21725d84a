import type { LicenceRules } from './activities.ts';
import type { Context } from './context.ts';
import type { Registers } from './registers.ts';
import type { SiteData } from './sites.ts';
import type { Visits } from './visits/visits.ts';

/** What steps and routes work with. */
export interface Parts {
  readonly ctx: Context;
  readonly registers: Registers;
  readonly rules: LicenceRules;
  readonly sites: SiteData;
  readonly visits: Visits;
  /** Has the Commerce register told of a licence. */
  report(licence: { readonly unit: string; readonly number: string; readonly cause: string }): Promise<void>;
}

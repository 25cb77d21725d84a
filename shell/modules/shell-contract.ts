import type { registerApplications } from './applications.ts';
import type { mountGuarded } from './guarded.ts';
import type { applicationAt, leadsElsewhere, patternOf, Shown } from './shown-page.ts';

/** What the shell's entry hands to its parts that only some pages load. */
export interface Shell {
  readonly shown: Shown;
  readonly mountGuarded: typeof mountGuarded;
  readonly registerApplications: typeof registerApplications;
  readonly applicationAt: typeof applicationAt;
  readonly patternOf: typeof patternOf;
  readonly leadsElsewhere: typeof leadsElsewhere;
}

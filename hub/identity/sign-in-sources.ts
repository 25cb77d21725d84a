import type { Mailer } from './mailer.ts';
import type { NationalProvider } from './national-provider.ts';
import type { SessionSources } from './open-session.ts';

/** What the pages that open a session stand on. */
export interface SignInSources extends SessionSources {
  readonly national: NationalProvider | null;
  readonly mailer: Mailer;
  /** How an address outside the portal is entered; `null`: it is nobody's. */
  readonly entryOf: (target: URL) => string | null;
}

import type { Html } from '../page-contract.ts';
import type { FrameLink } from './frame-link.ts';

/** What stands around every page of the portal's own host. A system's host has none of it: addresses there are the system's. */
export interface Surroundings {
  /** The demo profile, until the visitor closes the notice for this browser session. */
  readonly demoNotice: boolean;
  /** Links of header and footer for the person who looks. */
  links(): readonly FrameLink[];
  /** Import map, page data and the shell, for pages whose frame is alive; `plugin` preloads its micro-frontend too. */
  scripts(plugin: string | null, leaveOut: string | null): Html;
}

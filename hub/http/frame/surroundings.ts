import type { Html } from '../page-contract.ts';
import type { PageSources } from '../security-headers.ts';
import type { FrameLink } from './frame-link.ts';

/** What the scripts of a page depend on. */
export interface AlivePage {
  /** Plugin whose micro-frontend is fetched ahead. */
  readonly plugin: string | null;
  /** Path of the page where the server has written it whole. */
  readonly written: string | null;
  /** What its policy allows beyond that of every page. */
  readonly allows: readonly string[];
}

/** What stands around every page of the portal's own host. A system's host has none of it: addresses there are the system's. */
export interface Surroundings {
  /** The demo profile, until the visitor closes the notice for this browser session. */
  readonly demoNotice: boolean;
  /** What a page with the frame may load beside the portal's own: modules of third parties, which may stand in any of them. */
  sources(): Omit<PageSources, 'nonce'>;
  /** Links of header and footer for the person who looks. */
  links(): readonly FrameLink[];
  /** Import map, page data and the shell, for pages whose frame is alive. */
  scripts(page: AlivePage): Html;
}

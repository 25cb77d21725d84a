import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Debian's two builds of one Chromium: the whole browser, and the same pages without the windows around them, which cost more than the pages. */
const wholeBrowser = '/usr/bin/chromium';
const pagesAlone = '/usr/lib/chromium/chromium-headless-shell';

export interface BrowserNeeds {
  /** Further switches of Chromium. */
  readonly args?: readonly string[];
  /** What only the whole browser has: its viewer of PDF, pictures that are compared to the pixel. */
  readonly whole?: boolean;
}

/** Starts Chromium: the pages alone where that is installed and enough. AMANAH_BROWSER=whole takes the whole browser everywhere. */
export function openBrowser({ args = [], whole = process.env['AMANAH_BROWSER'] === 'whole' }: BrowserNeeds = {}): Promise<Browser> {
  return chromium.launch({ executablePath: whole || !existsSync(pagesAlone) ? wholeBrowser : pagesAlone, args: ['--no-sandbox', ...args] });
}

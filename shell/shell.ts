import { start } from 'single-spa';
import { watchConnection } from './connection.ts';
import { sendFormsInline } from './inline-forms.ts';
import { registerApplications } from './modules/applications.ts';
import { importModule, mountGuarded } from './modules/guarded.ts';
import { followPageChanges } from './modules/page-change.ts';
import { fetchAhead, firstPaint } from './modules/first-paint.ts';
import { applicationAt, leadsElsewhere, patternOf, type Shown } from './modules/shown-page.ts';
import { readPageData } from './page-data.ts';
import { enhanceSearch } from './search/search-box.ts';
import { watchSession } from './session.ts';
import type * as slots from './slots/slots.ts';

/** A part of the shell that only some pages load, by its name in the import map. */
const part = (name: 'slots') => importModule(`shell/${name}`) as Promise<typeof slots>;

const page = readPageData();
const shown: Shown = { page, path: location.pathname, changing: false };
registerApplications(shown);
followPageChanges(shown);
watchConnection();
enhanceSearch();
addEventListener('amanah:page', enhanceSearch);
sendFormsInline();
watchSession(page);
void firstPaint().then(() => {
  fetchAhead(page);
  start();
  if (page.slots.length === 0) return;
  void part('slots').then(({ mountSlots }) => mountSlots({ shown, mountGuarded, registerApplications, applicationAt, patternOf, leadsElsewhere }));
});

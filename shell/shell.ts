import { start } from 'single-spa';
import { watchConnection } from './connection.ts';
import { sendFormsInline } from './inline-forms.ts';
import { registerApplications } from './modules/applications.ts';
import { followPageChanges } from './modules/page-change.ts';
import { fetchAhead, firstPaint } from './modules/first-paint.ts';
import { readPageData } from './page-data.ts';
import { enhanceSearch } from './search/search-box.ts';
import { watchSession } from './session.ts';
import { mountSlots } from './slots/slots.ts';

const page = readPageData();
registerApplications(page);
followPageChanges(page);
watchConnection();
enhanceSearch();
sendFormsInline();
watchSession(page);
void firstPaint().then(() => {
  fetchAhead(page);
  start();
  mountSlots(page);
});

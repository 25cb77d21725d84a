import { page } from '@amanah/ui';
import { OfficePage } from './office/office-page.tsx';
import { WatchPage } from './watch/watch-page.tsx';

export const watch = page(WatchPage);
export const office = page(OfficePage);

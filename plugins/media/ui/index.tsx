import { page } from '@amanah/ui';
import { OfficePage } from './office/office-page.tsx';
import './slots/slots.css';
import './watch/watch.css';

/** The public pages are written by the server part; the browser needs their styles only. */
export const watch = { mount: async () => {}, unmount: async () => {} };
export const office = page(OfficePage);

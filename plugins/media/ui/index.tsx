import { page } from '@amanah/ui';
import { lazy } from 'react';
import './slots/slots.css';
import './watch/watch.css';

/** The public pages are written by the server part; the browser needs their styles only. */
export const watch = { mount: async () => {}, unmount: async () => {} };
export const office = page(lazy(async () => ({ default: (await import('./office/office-page.tsx')).OfficePage })));
export const programme = page(lazy(async () => ({ default: (await import('./office/programme-page.tsx')).ProgrammePage })));
export const newBroadcast = page(lazy(async () => ({ default: (await import('./office/broadcast/new-broadcast-page.tsx')).NewBroadcastPage })));
export const newUpload = page(lazy(async () => ({ default: (await import('./office/upload/new-upload-page.tsx')).NewUploadPage })));
export const storage = page(lazy(async () => ({ default: (await import('./office/storage-page.tsx')).StoragePage })));

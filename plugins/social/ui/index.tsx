import { page } from '@amanah/ui';
import { lazy } from 'react';
import './news.css';

/** The public pages are written by the server part; the browser needs their styles only. */
export const news = { mount: async () => {}, unmount: async () => {} };
export const office = page(lazy(async () => ({ default: (await import('./office/office-page.tsx')).OfficePage })));
export const networks = page(lazy(async () => ({ default: (await import('./networks/networks-page.tsx')).NetworksPage })));
export const editor = page(lazy(async () => ({ default: (await import('./office/item-page.tsx')).ItemPage })));

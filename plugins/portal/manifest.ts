import { defineManifest } from '@amanah/plugin-api';
import { statutoryPages } from './shared/statutory-pages.ts';

const open = { public: 'home and statutory pages are open to everyone (rules.md A1)' };

export const manifest = defineManifest({
  id: 'portal',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  locales: ['ar', 'en'],
  permissions: { 'feedback.read': { title: 'permissionFeedbackRead', risk: 'read' } },
  mayUse: ['services', 'social'],
  provides: ['page-feedback'],
  navigation: [
    ...statutoryPages.map((page, index) => ({ place: 'footer' as const, to: `/pages/${page}`, title: `page.${page}`, order: 10 + index, access: open })),
    { place: 'footer', to: '/pages', title: 'siteMap', order: 90, access: open },
  ],
  ui: {
    entry: 'ui/index.ts',
    pages: [
      { at: '/', export: 'page', access: open, title: 'home' },
      { at: '/pages', export: 'page', access: open, title: 'siteMap' },
      { at: '/pages/:page', export: 'page', access: open, title: 'statutory' },
    ],
  },
});

export default manifest;

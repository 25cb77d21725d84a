import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'services',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'rating.write': { title: 'permissionRatingWrite', risk: 'write' },
    'rating.read': { title: 'permissionRatingRead', risk: 'read' },
    'outage.follow': { title: 'permissionOutageFollow', risk: 'write' },
    'problem.read': { title: 'permissionProblemRead', risk: 'read' },
  },
  uses: ['systems'],
  mayUse: ['requests'],
  provides: ['catalogue', 'beneficiary-reports'],
  navigation: [
    { place: 'main', to: '/services', title: 'navigation', icon: 'layout-grid', order: 10, access: { public: 'the catalogue is open to everyone' } },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [
      { at: '/services', export: 'catalogue', access: { public: 'the catalogue is open to everyone (rules.md A2)' }, title: 'catalogueTitle' },
      { at: '/services/:code', export: 'card', access: { public: 'the service card is open to everyone (rules.md A2)' }, title: 'cardTitle' },
    ],
  },
});

export default manifest;

import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'shop-licences',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: { 'own.read': { title: 'permissionOwnRead', risk: 'read' } },
  personal: ['national-id'],
  navigation: [
    { place: 'main', to: '/verify-licence', title: 'navigation', icon: 'badge-check', order: 20, access: { public: 'anyone may check a licence (rules.md)' } },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [{ at: '/verify-licence', export: 'verify', access: { public: 'anyone may check a licence (rules.md)' }, title: 'verifyTitle', lead: 'verifyLead' }],
  },
});

export default manifest;

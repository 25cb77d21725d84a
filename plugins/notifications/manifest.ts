import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'notifications',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: { 'own.read': { title: 'permissionOwnRead', risk: 'read' } },
  provides: ['notifications'],
  navigation: [{ place: 'account', to: '/notifications', title: 'title', icon: 'bell', order: 5, access: 'own.read' }],
  ui: {
    entry: 'ui/index.ts',
    pages: [{ at: '/notifications', export: 'page', access: 'own.read', title: 'title', lead: 'lead' }],
    slots: [{ at: 'header.end', export: 'bell', entry: 'ui/bell-slot.ts', access: 'own.read', title: 'title' }],
  },
});

export default manifest;

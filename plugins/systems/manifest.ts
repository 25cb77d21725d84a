import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'systems',
  api: '^1.0.0',
  owner: 'it-center',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'launcher.read': { title: 'permissionLauncherRead', risk: 'read' },
    'staff.read': { title: 'permissionStaffRead', risk: 'read' },
  },
  mayUse: ['notifications'],
  provides: ['connected-systems'],
  navigation: [{ place: 'main', to: '/systems', title: 'navigation', icon: 'layers', order: 20, access: 'launcher.read' }],
  ui: {
    entry: 'ui/index.tsx',
    pages: [{ at: '/systems', export: 'launcher', access: 'launcher.read', title: 'title', lead: 'lead' }],
  },
});

export default manifest;

import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'register',
  api: '^1.0.0',
  owner: 'it-center',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: { 'entry.read': { title: 'permissionEntryRead', risk: 'read' } },
});

export default manifest;

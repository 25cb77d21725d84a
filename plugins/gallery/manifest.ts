import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'gallery',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  description: 'lead',
  locales: ['ar', 'en'],
  permissions: {},
  ui: {
    entry: 'ui/index.tsx',
    pages: [{ at: '/gallery', export: 'gallery', access: { public: 'the components hold invented data only' }, title: 'title', lead: 'lead' }],
  },
});

export default manifest;

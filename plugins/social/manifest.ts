import { defineManifest } from '@amanah/plugin-api';

const anyone = { public: 'news of the Amanah is for everyone' } as const;

export const manifest = defineManifest({
  id: 'social',
  api: '^1.0.0',
  owner: 'pr-media',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'news.read': { title: 'permissionNewsRead', risk: 'read' },
    'news.write': { title: 'permissionNewsWrite', risk: 'write' },
    'news.approve': { title: 'permissionNewsApprove', risk: 'write' },
    'post.read': { title: 'permissionPostRead', risk: 'read' },
    'post.repeat': { title: 'permissionPostRepeat', risk: 'write' },
    'network.write': { title: 'permissionNetworkWrite', risk: 'admin' },
  },
  mayUse: ['media'],
  events: ['news.published', 'news.changed', 'news.withdrawn'],
  navigation: [
    { place: 'main', to: '/news', title: 'newsTitle', icon: 'newspaper', order: 35, access: anyone },
    { place: 'staff', to: '/staff/news', title: 'officeTitle', icon: 'newspaper', order: 62, access: 'news.read' },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [
      { at: '/news', export: 'news', access: anyone, title: 'newsTitle', lead: 'newsLead' },
      { at: '/staff/news', export: 'office', access: 'news.read', title: 'officeTitle', lead: 'officeLead' },
    ],
  },
});

export default manifest;

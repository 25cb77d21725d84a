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
    'account.moderate': { title: 'permissionAccountModerate', risk: 'write' },
  },
  mayUse: ['media', 'services', 'notifications'],
  provides: ['news'],
  addresses: [
    '/go',
    '/ap',
    '/.well-known/webfinger',
    '/.well-known/nodeinfo',
    '/feeds',
    '/oembed',
    '/og',
    '/embed/share.js',
    '/embed/share-code.js',
    '/embed/frame.js',
  ],
  events: ['news.published', 'news.changed', 'news.withdrawn', 'post.refused', 'network.refused'],
  navigation: [
    { place: 'main', to: '/news', title: 'newsTitle', icon: 'newspaper', order: 35, access: anyone },
    { place: 'staff', to: '/staff/news', title: 'officeTitle', icon: 'newspaper', order: 62, access: 'news.read' },
    { place: 'staff', to: '/staff/social/networks', title: 'networksTitle', icon: 'share-2', order: 63, access: 'post.read' },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [
      { at: '/news', export: 'news', access: anyone, title: 'newsTitle', lead: 'newsLead' },
      { at: '/news/:item', export: 'news', access: anyone, title: 'newsItem' },
      { at: '/staff/news', export: 'office', access: 'news.read', title: 'officeTitle', lead: 'officeLead' },
      { at: '/staff/news/:item', export: 'editor', access: 'news.read', title: 'newsEditorTitle' },
      { at: '/staff/social/networks', export: 'networks', access: 'post.read', title: 'networksTitle', lead: 'networksLead' },
    ],
    // Nothing in the portal has this place: these are scripts with an entry of their own, under addresses that stay.
    slots: [
      { at: 'embedded', export: 'share', entry: 'ui/share/share.ts', access: anyone, title: 'shareTitle' },
      { at: 'embedded', export: 'shareCode', entry: 'ui/share/share-code.ts', access: anyone, title: 'shareTitle' },
      { at: 'embedded', export: 'frame', entry: 'ui/share/frame.ts', access: anyone, title: 'shareTitle' },
    ],
  },
});

export default manifest;

import { defineManifest } from '@amanah/plugin-api';

const anyone = { public: 'programmes for everyone are watched without signing in; others are left out and refused by the routes' } as const;

export const manifest = defineManifest({
  id: 'media',
  api: '^1.0.0',
  owner: 'pr-media',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'programme.read': { title: 'permissionProgrammeRead', risk: 'read' },
    'programme.write': { title: 'permissionProgrammeWrite', risk: 'write' },
    'programme.publish': { title: 'permissionProgrammePublish', risk: 'write' },
    'programme.remove': { title: 'permissionProgrammeRemove', risk: 'admin' },
    'broadcast.run': { title: 'permissionBroadcastRun', risk: 'write' },
    'channel.write': { title: 'permissionChannelWrite', risk: 'write' },
  },
  uses: ['services'],
  provides: ['media'],
  events: ['broadcast.started', 'broadcast.ended', 'programme.published', 'programme.withdrawn'],
  navigation: [
    { place: 'main', to: '/watch', title: 'watchTitle', icon: 'play', order: 40, access: anyone },
    { place: 'staff', to: '/staff/media', title: 'officeTitle', icon: 'megaphone', order: 60, access: 'programme.read' },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [
      { at: '/watch', export: 'watch', access: anyone, title: 'watchTitle', lead: 'watchLead' },
      { at: '/staff/media', export: 'office', access: 'programme.read', title: 'officeTitle', lead: 'officeLead' },
    ],
  },
});

export default manifest;

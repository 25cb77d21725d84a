import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'account',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  uses: ['services'],
  mayUse: ['requests'],
  permissions: {
    'profile.read': { title: 'permissionProfileRead', risk: 'read' },
    'session.manage': { title: 'permissionSessionManage', risk: 'write' },
  },
  navigation: [
    { place: 'account', to: '/account', title: 'profileTitle', icon: 'user-round', order: 10, access: 'profile.read' },
    { place: 'account', to: '/account/security', title: 'securityTitle', icon: 'key-round', order: 20, access: 'profile.read' },
    { place: 'account', to: '/account/sessions', title: 'sessionsTitle', icon: 'monitor', order: 30, access: 'session.manage' },
    { place: 'account', to: '/account/delegations', title: 'delegationsTitle', icon: 'handshake', order: 35, access: 'session.manage' },
    { place: 'account', to: '/account/consents', title: 'consentsTitle', icon: 'clipboard-check', order: 40, access: 'profile.read' },
    { place: 'account', to: '/account/data', title: 'dataTitle', icon: 'shield', order: 50, access: 'profile.read' },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [
      { at: '/account', export: 'profile', access: 'profile.read', title: 'profileTitle', lead: 'profileLead' },
      { at: '/account/security', export: 'security', access: 'profile.read', title: 'securityTitle', lead: 'securityLead' },
      { at: '/account/sessions', export: 'sessions', access: 'session.manage', title: 'sessionsTitle', lead: 'sessionsLead' },
      { at: '/account/delegations', export: 'delegations', access: 'session.manage', title: 'delegationsTitle', lead: 'delegationsLead' },
      { at: '/account/consents', export: 'consents', access: 'profile.read', title: 'consentsTitle', lead: 'consentsLead' },
      { at: '/account/data', export: 'data', access: 'profile.read', title: 'dataTitle', lead: 'dataLead' },
    ],
  },
});

export default manifest;

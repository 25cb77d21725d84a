import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'notifications',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'own.read': { title: 'permissionOwnRead', risk: 'read' },
    'delivery.read': { title: 'permissionDeliveryRead', risk: 'read' },
    'delivery.repeat': { title: 'permissionDeliveryRepeat', risk: 'write' },
  },
  personal: ['contact'],
  provides: ['notifications'],
  navigation: [
    { place: 'account', to: '/notifications', title: 'title', icon: 'bell', order: 5, access: 'own.read' },
    { place: 'account', to: '/account/notifications', title: 'settingsTitle', icon: 'bell-ring', order: 25, access: 'own.read' },
    { place: 'staff', to: '/staff/notifications', title: 'deliveriesTitle', icon: 'send', order: 45, access: 'delivery.read' },
  ],
  ui: {
    entry: 'ui/index.ts',
    pages: [
      { at: '/notifications', export: 'page', access: 'own.read', title: 'title', lead: 'lead' },
      { at: '/account/notifications', export: 'settings', access: 'own.read', title: 'settingsTitle', lead: 'settingsLead' },
      { at: '/staff/notifications', export: 'deliveries', access: 'delivery.read', title: 'deliveriesTitle', lead: 'deliveriesLead' },
      {
        at: '/unsubscribe/:token',
        export: 'page',
        access: { public: 'who got a mail may stop mails of its kind without signing in; the link is signed' },
        title: 'stopTitle',
      },
    ],
    slots: [{ at: 'header.end', export: 'bell', entry: 'ui/bell-slot.ts', access: 'own.read', title: 'title' }],
  },
});

export default manifest;

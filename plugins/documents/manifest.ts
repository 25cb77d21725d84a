import { defineManifest } from '@amanah/plugin-api';

const anyone = { public: 'anyone checks a document by its code (rules.md G9)' } as const;

export const manifest = defineManifest({
  id: 'documents',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'own.read': { title: 'permissionOwnRead', risk: 'read' },
    'document.read': { title: 'permissionDocumentRead', risk: 'read' },
  },
  provides: ['documents'],
  events: ['document.made', 'document.withdrawn'],
  navigation: [
    { place: 'account', to: '/documents', title: 'ownTitle', icon: 'file-check', order: 15, access: 'own.read' },
    { place: 'footer', to: '/v', title: 'checkTitle', icon: 'badge-check', order: 30, access: anyone },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [
      { at: '/documents', export: 'own', access: 'own.read', title: 'ownTitle', lead: 'ownLead' },
      { at: '/v', export: 'written', access: anyone, title: 'checkTitle', lead: 'checkLead' },
      { at: '/v/:code', export: 'written', access: anyone, title: 'checkTitle' },
    ],
  },
});

export default manifest;

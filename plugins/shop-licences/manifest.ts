import { defineManifest } from '@amanah/plugin-api';

const anyone = { public: 'anyone may check a licence (rules.md)' } as const;

export const manifest = defineManifest({
  id: 'shop-licences',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'own.read': { title: 'permissionOwnRead', risk: 'read' },
    'register.read': { title: 'permissionRegisterRead', risk: 'read' },
    'rollout.manage': { title: 'permissionRolloutManage', risk: 'admin' },
    'licence.measure': { title: 'permissionLicenceMeasure', risk: 'admin' },
  },
  personal: ['national-id', 'contact'],
  systems: { commerceRegister: 'openapi', ejar: 'openapi', nationalAddress: 'openapi', civilDefense: 'openapi' },
  mayUse: ['requests', 'documents', 'payments', 'notifications'],
  events: ['register.imported'],
  navigation: [
    { place: 'main', to: '/verify-licence', title: 'navigation', icon: 'badge-check', order: 20, access: anyone },
    { place: 'staff', to: '/staff/licences', title: 'registerTitle', icon: 'store', order: 12, access: 'register.read' },
    { place: 'staff', to: '/staff/rollout', title: 'rolloutTitle', icon: 'route', order: 13, access: 'rollout.manage' },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [
      { at: '/verify-licence', export: 'verify', access: anyone, title: 'verifyTitle', lead: 'verifyLead' },
      { at: '/licences/:number', export: 'licence', access: 'own.read', title: 'licenceTitle' },
      { at: '/staff/licences', export: 'register', access: 'register.read', title: 'registerTitle', lead: 'registerLead' },
      { at: '/staff/rollout', export: 'rollout', access: 'rollout.manage', title: 'rolloutTitle', lead: 'rolloutLead' },
      { at: '/staff/rollout/:unit', export: 'rolloutUnit', access: 'rollout.manage', title: 'rolloutUnitTitle' },
      { at: '/staff/rollout/imports/:id', export: 'rolloutImport', access: 'rollout.manage', title: 'rolloutImportTitle' },
    ],
  },
});

export default manifest;

import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'requests',
  api: '^1.0.0',
  owner: 'etransactions',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'own.read': { title: 'permissionOwnRead', risk: 'read' },
    'own.write': { title: 'permissionOwnWrite', risk: 'write' },
    'task.read': { title: 'permissionTaskRead', risk: 'read' },
    'task.decide': { title: 'permissionTaskDecide', risk: 'write' },
    'case.read': { title: 'permissionCaseRead', risk: 'read' },
    'case.unmask': { title: 'permissionCaseUnmask', risk: 'read' },
    'load.read': { title: 'permissionLoadRead', risk: 'read' },
    'task.assign': { title: 'permissionTaskAssign', risk: 'write' },
    'procedure.read': { title: 'permissionProcedureRead', risk: 'read' },
    'procedure.design': { title: 'permissionProcedureDesign', risk: 'write' },
    'procedure.publish': { title: 'permissionProcedurePublish', risk: 'admin' },
    'case.repair': { title: 'permissionCaseRepair', risk: 'admin' },
  },
  personal: ['national-id'],
  mayUse: ['notifications', 'documents', 'payments'],
  provides: ['procedure-operations', 'document-sources', 'requests', 'taken-services', 'enquiry-answers'],
  events: ['request.submitted', 'request.changed', 'request.ended', 'objection.decided'],
  navigation: [
    { place: 'account', to: '/requests', title: 'ownTitle', icon: 'files', order: 5, access: 'own.read' },
    { place: 'staff', to: '/staff/inbox', title: 'staffInboxTitle', icon: 'inbox', order: 1, access: 'task.read' },
    { place: 'staff', to: '/staff/cases', title: 'staffCasesTitle', icon: 'search', order: 2, access: 'case.read' },
    { place: 'staff', to: '/staff/load', title: 'staffLoadTitle', icon: 'gauge', order: 3, access: 'load.read' },
    { place: 'staff', to: '/staff/deputies', title: 'staffDeputiesTitle', icon: 'users-round', order: 4, access: 'task.decide' },
    { place: 'staff', to: '/staff/stuck', title: 'staffStuckTitle', icon: 'triangle-alert', order: 28, access: 'case.repair' },
  ],
  ui: {
    entry: 'ui/index.ts',
    pages: [
      { at: '/services/:code/apply', export: 'apply', access: 'own.write', title: 'applyTitle' },
      { at: '/requests', export: 'ownRequests', access: 'own.read', title: 'ownTitle', lead: 'ownLead' },
      { at: '/requests/:number', export: 'ownRequest', access: 'own.read', title: 'ownRequestTitle' },
      { at: '/staff/inbox', export: 'inbox', access: 'task.read', title: 'staffInboxTitle', lead: 'staffInboxLead' },
      { at: '/staff/cases', export: 'cases', access: 'case.read', title: 'staffCasesTitle', lead: 'staffCasesLead' },
      { at: '/staff/cases/:number', export: 'staffCase', access: 'task.read', title: 'staffCaseTitle' },
      { at: '/staff/load', export: 'load', access: 'load.read', title: 'staffLoadTitle', lead: 'staffLoadLead' },
      { at: '/staff/deputies', export: 'deputies', access: 'task.decide', title: 'staffDeputiesTitle', lead: 'staffDeputiesLead' },
      { at: '/staff/stuck', export: 'stuck', access: 'case.repair', title: 'staffStuckTitle', lead: 'staffStuckLead' },
    ],
  },
});

export default manifest;

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
    'case.repair': { title: 'permissionCaseRepair', risk: 'admin' },
  },
  personal: ['national-id'],
  mayUse: ['notifications'],
  provides: ['procedure-operations', 'requests'],
  events: ['request.submitted', 'request.changed', 'request.ended'],
});

export default manifest;

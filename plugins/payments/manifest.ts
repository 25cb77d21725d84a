import { defineManifest } from '@amanah/plugin-api';

export const manifest = defineManifest({
  id: 'payments',
  api: '^1.0.0',
  owner: 'revenue',
  title: 'title',
  description: 'description',
  locales: ['ar', 'en'],
  permissions: {
    'own.read': { title: 'permissionOwnRead', risk: 'read' },
    'own.check': { title: 'permissionOwnCheck', risk: 'write' },
    'ledger.read': { title: 'permissionLedgerRead', risk: 'read' },
    'invoice.issue': { title: 'permissionInvoiceIssue', risk: 'write' },
    'invoice.cancel': { title: 'permissionInvoiceCancel', risk: 'admin' },
    'refund.propose': { title: 'permissionRefundPropose', risk: 'write' },
    'refund.approve': { title: 'permissionRefundApprove', risk: 'admin' },
  },
  personal: ['national-id'],
  mayUse: ['requests', 'documents', 'notifications'],
  provides: ['payments'],
  events: ['invoice.issued', 'invoice.partlyPaid', 'invoice.paid', 'invoice.cancelled', 'invoice.expired', 'invoice.refunded'],
  navigation: [
    { place: 'account', to: '/payments', title: 'invoicesTitle', icon: 'receipt', order: 7, access: 'own.read' },
    { place: 'staff', to: '/staff/payments', title: 'financeTitle', icon: 'wallet', order: 15, access: 'ledger.read' },
  ],
  ui: {
    entry: 'ui/index.tsx',
    pages: [
      { at: '/payments', export: 'invoices', access: 'own.read', title: 'invoicesTitle', lead: 'invoicesLead' },
      { at: '/payments/:id', export: 'invoice', access: 'own.read', title: 'invoiceTitle' },
      { at: '/staff/payments', export: 'finance', access: 'ledger.read', title: 'financeTitle', lead: 'financeLead' },
    ],
  },
});

export default manifest;

import { Loading, page } from '@amanah/ui';
import { lazy, Suspense } from 'react';
import { InvoicePage } from './invoice-page.tsx';
import { InvoicesPage } from './invoices-page.tsx';
import './payments.css';

// With its tables and dialogs: payers never load it.
const Finance = lazy(() => import('./finance-page.tsx').then((module) => ({ default: module.FinancePage })));

export const invoices = page(InvoicesPage);
export const invoice = page(InvoicePage);
export const finance = page(() => (
  <Suspense fallback={<Loading rows={6} />}>
    <Finance />
  </Suspense>
));

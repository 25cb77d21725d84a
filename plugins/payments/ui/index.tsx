import { page } from '@amanah/ui';
import { FinancePage } from './finance-page.tsx';
import { InvoicePage } from './invoice-page.tsx';
import { InvoicesPage } from './invoices-page.tsx';
import './payments.css';

export const invoices = page(InvoicesPage);
export const invoice = page(InvoicePage);
export const finance = page(FinancePage);

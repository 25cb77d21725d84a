import { useState } from 'react';
import {
  ActError,
  ApiProblem,
  Button,
  Card,
  CrashCard,
  EmptyState,
  ErrorState,
  HijriDate,
  Identifier,
  Loading,
  Money,
  OfflineState,
  StatusPill,
  showToast,
} from '@amanah/ui';
import { ActDialog, Dialog, Menu } from '@amanah/ui/dialog';
import { Table, type Column, type Sort } from '@amanah/ui/table';
import { Tabs } from '@amanah/ui/tabs';
import { Section } from './section.tsx';
import { t } from './words.ts';

interface Invoice {
  readonly id: string;
  readonly service: 'issueService' | 'healthService';
  readonly date: string;
  readonly paid: boolean;
  readonly halalas: number;
}

const INVOICES: readonly Invoice[] = [
  { id: '20260611744', service: 'issueService', date: '2026-11-22', paid: false, halalas: 144_000 },
  { id: '20260588120', service: 'healthService', date: '2026-10-04', paid: true, halalas: 10_000 },
];

const COLUMNS: readonly Column<Invoice>[] = [
  { id: 'id', label: t('invoice'), rowHeader: true, cell: (invoice) => <Identifier value={invoice.id} /> },
  { id: 'service', label: t('service'), cell: (invoice) => t(invoice.service) },
  { id: 'date', label: t('date'), sortable: true, cell: (invoice) => <HijriDate value={invoice.date} /> },
  {
    id: 'status',
    label: t('status'),
    cell: (invoice) => <StatusPill tone={invoice.paid ? 'success' : 'warn'}>{t(invoice.paid ? 'paid' : 'unpaid')}</StatusPill>,
  },
  { id: 'amount', label: t('amount'), numeric: true, sortable: true, cell: (invoice) => <Money halalas={invoice.halalas} /> },
];

export function Invoices() {
  const [sort, setSort] = useState<Sort>({ column: 'amount', direction: 'descending' });
  const rows = INVOICES.toSorted(
    (a, b) => (sort.column === 'amount' ? a.halalas - b.halalas : a.date.localeCompare(b.date)) * (sort.direction === 'ascending' ? 1 : -1),
  );
  return (
    <Section name="table" title={t('table')}>
      <Table label={t('invoices')} columns={COLUMNS} rows={rows} rowKey={(invoice) => invoice.id} sort={sort} onSort={setSort} />
    </Section>
  );
}

export function Overlays() {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const close = () => setOpen(false);
  const settle = () => setAsked(false);
  return (
    <Section name="overlays" title={t('overlays')}>
      <div className="am-row">
        <Button tone="danger-second" onClick={() => setOpen(true)}>
          {t('withdraw')}
        </Button>
        <Button tone="second" onClick={() => showToast(t('issued'))}>
          {t('showToast')}
        </Button>
        <Menu
          label={t('more')}
          actions={[
            { id: 'download', label: t('download'), icon: 'download' },
            { id: 'out', label: t('signOutEverywhere'), icon: 'log-out', danger: true },
          ]}
          onAction={(id) => (id === 'out' ? setAsked(true) : showToast(id, 'info'))}
        />
      </div>
      <Dialog
        open={open}
        onClose={close}
        destructive
        title={t('withdrawTitle')}
        actions={
          <>
            <Button tone="danger" onClick={close}>
              {t('withdraw')}
            </Button>
            <Button tone="quiet" autoFocus onClick={close}>
              {t('keep')}
            </Button>
          </>
        }
      >
        <p>{t('withdrawText')}</p>
      </Dialog>
      {asked && (
        <ActDialog
          title={t('signOutEverywhere')}
          act={{ busy: false, error: REFUSAL }}
          confirm={t('signOutEverywhere')}
          keep={t('keep')}
          danger
          onConfirm={settle}
          onClose={settle}
        />
      )}
      <Tabs
        label={t('overlays')}
        tabs={[
          { id: 'requests', label: t('tabRequests'), count: 3, content: <p>{t('tabText')}</p> },
          { id: 'documents', label: t('tabDocuments'), icon: 'files', content: <p>{t('tabText')}</p> },
        ]}
      />
    </Section>
  );
}

const REFUSAL = new ApiProblem({ code: 'SYSTEMS_UNAVAILABLE', title: t('registerDown'), detail: t('registerDownText'), status: 503, requestId: '7F3A-21C9' });
const nothing = () => {};

export function States() {
  return (
    <Section name="states" title={t('states')}>
      <div className="am-grid am-grid--2">
        <Card>
          <EmptyState title={t('noRequests')} actions={<Button size="small">{t('browse')}</Button>}>
            {t('noRequestsText')}
          </EmptyState>
        </Card>
        <Card>
          <ErrorState error={REFUSAL} onRetry={nothing} />
        </Card>
        <ActError act={{ error: REFUSAL }} />
        <Card>
          <OfflineState onRetry={nothing} />
        </Card>
        <CrashCard name={t('appointments')} requestId="7F3A-21C9" onReload={nothing} />
        <Card>
          <Loading />
        </Card>
        <div>
          <CrashCard name={t('appointments')} compact />
        </div>
      </div>
    </Section>
  );
}

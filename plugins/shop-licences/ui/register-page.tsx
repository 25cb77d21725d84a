import { Button, EmptyState, FilterField, Identifier, Notice, ResourceView, currentLanguage, dataOf, formatDualDate, useResource, useTyped } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { FoundLicences } from '../shared/register-answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';
import { StaffLicence } from './staff-licence.tsx';

const LEAST_LETTERS = 2;

/** The register for officials: search by number, shop or owner, and one licence with its history and measures. */
export function RegisterPage() {
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const words = useTyped(typed);
  if (open !== null) return <StaffLicence number={open} onBack={() => setOpen(null)} />;
  return (
    <div className="sl-page sl-page--wide">
      <FilterField label={t('searchLabel')} placeholder={t('searchHint')} value={typed} onChange={setTyped} />
      {words.length < LEAST_LETTERS ? <EmptyState icon="search" title={t('searchStart')} /> : <Found key={words} words={words} onOpen={setOpen} />}
    </div>
  );
}

function Found({ words, onOpen }: { readonly words: string; readonly onOpen: (number: string) => void }) {
  const resource = useResource((signal) => dataOf(api.GET('/api/shop-licences/register', { params: { query: { words } }, signal })), [words]);
  return (
    <ResourceView resource={resource} rows={5}>
      {(found) => <Results found={found} onOpen={onOpen} />}
    </ResourceView>
  );
}

function Results({ found: { licences, unasked, byNumberOnly }, onOpen }: { readonly found: FoundLicences; readonly onOpen: (number: string) => void }) {
  const language = currentLanguage();
  const list = (names: FoundLicences['unasked']) => new Intl.ListFormat(language).format(names.map((name) => name[language]));
  return (
    <>
      {unasked.length > 0 && <Notice tone="warn" title={t('searchAway', { names: list(unasked) })} />}
      {byNumberOnly.length > 0 && <Notice tone="info" title={t('searchByNumber', { names: list(byNumberOnly) })} />}
      <Table
        label={t('registerTitle')}
        rows={licences}
        rowKey={(one) => one.number}
        empty={<EmptyState icon="search-x" title={t('searchNone')} />}
        columns={[
          {
            id: 'number',
            label: t('number'),
            rowHeader: true,
            cell: (one) => (
              <Button tone="quiet" size="small" aria-label={t('openNamed', { number: one.number })} onClick={() => onOpen(one.number)}>
                <Identifier value={one.number} />
              </Button>
            ),
          },
          { id: 'shop', label: t('shop'), cell: (one) => one.shop },
          { id: 'owner', label: t('holder'), cell: (one) => one.owner },
          { id: 'activity', label: t('activity'), cell: (one) => one.activity },
          { id: 'state', label: t('state'), cell: (one) => t(one.state) },
          { id: 'until', label: t('validUntil'), cell: (one) => formatDualDate(one.validUntil) },
        ]}
      />
    </>
  );
}

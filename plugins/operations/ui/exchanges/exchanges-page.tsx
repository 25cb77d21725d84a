import { ActError, Button, EmptyState, ResourceView, dataOf, useAct, useTyped } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ExchangeRow } from '../../shared/exchange-answers.ts';
import { api } from '../api.ts';
import { useLive } from '../live.ts';
import { t } from '../messages.ts';
import { Sheet } from '../sheet.tsx';
import { Code, Milliseconds, moment } from '../words.tsx';
import { ExchangeFilterBar, filtersOf, queryOf } from './exchange-filters.tsx';
import { OutcomePill } from './outcome-pill.tsx';
import { UnknownWrites } from './unknown-writes.tsx';

/** Calls between the hub and systems: found by system, outcome, case, person, operation, request or days, latest first; above them the writes that wait for a person. */
export function ExchangesPage() {
  const [filters, setFilters] = useState(() => filtersOf(window.location.search));
  const typed = useTyped(filters.typed);
  const filter = queryOf({ ...filters, typed });
  const live = useLive((signal) => dataOf(api.GET('/api/operations/exchanges', { params: { query: filter }, signal })), [JSON.stringify(filter)]);
  return (
    <Sheet at={live.at}>
      <UnknownWrites />
      <ExchangeFilterBar
        filters={filters}
        systems={'data' in live ? live.data.systems : []}
        onChange={(part) => setFilters((current) => ({ ...current, ...part }))}
      />
      <ResourceView resource={live}>
        {({ exchanges }) =>
          exchanges.length === 0 ? (
            <EmptyState icon="route" title={t('exchangesEmpty')}>
              {t('exchangesEmptyText')}
            </EmptyState>
          ) : (
            <Exchanges key={JSON.stringify(filter)} filter={filter} latest={exchanges} />
          )
        }
      </ResourceView>
    </Sheet>
  );
}

function Exchanges({ filter, latest }: { readonly filter: object; readonly latest: readonly ExchangeRow[] }) {
  const [older, setOlder] = useState<readonly ExchangeRow[]>([]);
  const act = useAct();
  const seen = new Set(latest.map(({ number }) => number));
  const rows = [...latest, ...older.filter(({ number }) => !seen.has(number))];
  const last = rows.at(-1)?.number ?? 1;
  const more = async () => {
    const answer = await act.run(() => dataOf(api.GET('/api/operations/exchanges', { params: { query: { ...filter, before: last } } })));
    if (answer) setOlder([...older, ...answer.exchanges]);
  };
  return (
    <>
      <Table
        label={t('exchangesTitle')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { id: 'at', label: t('columnWhen'), cell: (row) => <span className="am-caption">{moment(row.at)}</span> },
          {
            id: 'operation',
            label: t('columnOperation'),
            rowHeader: true,
            cell: (row) => (
              <span className="op-name">
                <a href={`/operations/exchanges/${row.id}`}>{row.systemTitle}</a>
                <Code>{row.operation}</Code>
              </span>
            ),
          },
          { id: 'effect', label: t('columnEffect'), cell: (row) => t(`effect_${row.effect}`) },
          { id: 'outcome', label: t('columnOutcome'), cell: (row) => <OutcomePill outcome={row.outcome} /> },
          { id: 'ms', label: t('columnTook'), numeric: true, cell: (row) => <Milliseconds value={row.ms} /> },
          { id: 'actor', label: t('columnPerson'), cell: (row) => row.actor ?? t('byHub') },
          { id: 'case', label: t('columnCase'), cell: (row) => (row.case ? <Code>{row.case}</Code> : '—') },
        ]}
      />
      <ActError act={act} />
      {last > 1 && (
        <div>
          <Button tone="second" size="small" busy={act.busy} onClick={() => void more()}>
            {t('older')}
          </Button>
        </div>
      )}
    </>
  );
}

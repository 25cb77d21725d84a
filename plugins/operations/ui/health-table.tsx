import { EmptyState, FilterField } from '@amanah/ui';
import { foldText } from '@amanah/plugin-api';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { SystemHealth } from '../shared/health-answers.ts';
import { t } from './messages.ts';
import { Spark } from './spark.tsx';
import { Milliseconds, Named, StatePill, moment } from './words.tsx';

/** All connected systems with state, last day and the time of an answer. */
export function HealthTable({ systems }: { readonly systems: readonly SystemHealth[] }) {
  const [query, setQuery] = useState('');
  const wanted = foldText(query);
  const shown = systems.filter((system) => foldText(`${system.title} ${system.id}`).includes(wanted));
  return (
    <section className="op-card op-card--flush" aria-label={t('figureSystems')}>
      <div className="op-filter">
        <FilterField label={t('findSystem')} value={query} onChange={setQuery} />
      </div>
      <Table
        label={t('figureSystems')}
        rows={shown}
        rowKey={(system) => system.id}
        empty={<EmptyState icon={wanted ? 'search-x' : 'plug'} title={wanted ? t('systemNotFound') : t('systemsEmpty')} />}
        columns={[
          {
            id: 'system',
            label: t('columnSystem'),
            rowHeader: true,
            cell: (system) => <Named title={system.title} id={system.id} to={`/operations/systems/${system.id}`} />,
          },
          { id: 'state', label: t('columnState'), cell: (system) => <StatePill state={system.state} /> },
          { id: 'history', label: t('columnHistory'), cell: (system) => <Spark history={system.history} /> },
          { id: 'median', label: t('columnMedian'), numeric: true, cell: (system) => <Milliseconds value={system.medianMs} /> },
          { id: 'since', label: t('columnSince'), cell: (system) => <span className="am-caption">{system.since ? moment(system.since) : '—'}</span> },
        ]}
      />
      <p className="op-legend am-caption">{t('historyLegend')}</p>
    </section>
  );
}

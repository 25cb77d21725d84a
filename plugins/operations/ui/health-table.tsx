import { EmptyState, Icon } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { SystemHealth } from '../shared/health-answers.ts';
import { t } from './messages.ts';
import { Spark } from './spark.tsx';
import { Code, Milliseconds, StatePill, moment } from './words.tsx';

/** All connected systems with state, last day and the time of an answer. */
export function HealthTable({ systems }: { readonly systems: readonly SystemHealth[] }) {
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const shown = systems.filter((system) => `${system.title} ${system.id}`.toLowerCase().includes(wanted));
  return (
    <section className="op-card op-card--flush" aria-label={t('figureSystems')}>
      <div className="op-filter">
        <div className="am-control">
          <Icon name="search" />
          <input
            className="am-control__input"
            type="search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            aria-label={t('findSystem')}
            placeholder={t('findSystem')}
          />
        </div>
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
            cell: (system) => (
              <span className="op-name">
                <a href={`/operations/systems/${system.id}`}>{system.title}</a>
                <Code>{system.id}</Code>
              </span>
            ),
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

import { EmptyState, FilterField, LinkButton, ResourceView, dataOf, useResource } from '@amanah/ui';
import { foldText } from '@amanah/plugin-api';
import { useState } from 'react';
import type { SystemRow } from '../shared/system-row.ts';
import { api } from './api.ts';
import { t } from './messages.ts';
import { SystemTile } from './system-tile.tsx';

/** Systems that the person may enter in the present capacity, each with its live state. */
export function LauncherPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/systems/mine', { signal })).then(({ systems }) => systems), []);
  const empty = (
    <EmptyState
      title={t('emptyTitle')}
      actions={
        <LinkButton tone="second" href="/services">
          {t('emptyAction')}
        </LinkButton>
      }
    >
      {t('emptyText')}
    </EmptyState>
  );
  return (
    <ResourceView resource={resource} empty={empty} rows={6}>
      {(systems) => <Launcher systems={systems} />}
    </ResourceView>
  );
}

function Launcher({ systems }: { readonly systems: readonly SystemRow[] }) {
  const [query, setQuery] = useState('');
  const wanted = foldText(query);
  const shown = systems.filter((system) => foldText(`${system.title} ${system.description ?? ''} ${system.id}`).includes(wanted));
  return (
    <div className="sy-launcher">
      <div className="sy-head">
        <p className="am-muted" role="status">
          {t('count', { count: systems.length })}
        </p>
        <div className="sy-search">
          <FilterField label={t('searchLabel')} placeholder={t('searchPlaceholder')} value={query} onChange={setQuery} />
        </div>
      </div>
      {shown.length === 0 ? (
        <EmptyState icon="search-x" title={t('notFoundTitle')}>
          {t('notFoundText')}
        </EmptyState>
      ) : (
        <ul className="sy-tiles">
          {shown.map((system) => (
            <SystemTile key={system.id} system={system} />
          ))}
        </ul>
      )}
    </div>
  );
}

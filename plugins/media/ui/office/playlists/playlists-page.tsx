import { Button, EmptyState, FilterField, LinkButton, ResourceView, currentLanguage, dataOf, formatMoment, may, useResource } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { OfficePlaylists } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { clockOf } from '../clock.ts';
import { t } from '../messages.ts';
import { unitNames, writableUnits } from '../office-units.ts';
import { NewPlaylist } from './new-playlist.tsx';
import '../office.css';

/** Playlists of the units that the person works for. */
export function PlaylistsPage() {
  const language = currentLanguage();
  const [typed, setTyped] = useState('');
  const [making, setMaking] = useState(false);
  const resource = useResource(async (signal) => {
    const [{ playlists }, { units }] = await Promise.all([
      dataOf(api.GET('/api/media/office/playlists', { signal })),
      dataOf(api.GET('/api/media/office/choices', { signal })),
    ]);
    return { playlists: playlists as OfficePlaylists['playlists'], units };
  }, []);
  return (
    <div className="mo-office">
      <div className="mo-bar">
        <FilterField label={t('search')} value={typed} onChange={setTyped} />
        <div className="mo-acts">
          <LinkButton tone="quiet" icon="radio" href="/staff/media/channels">
            {t('channels')}
          </LinkButton>
          {may('media:channel.write') && (
            <Button icon="plus" onClick={() => setMaking(true)}>
              {t('playlistNew')}
            </Button>
          )}
        </div>
      </div>
      <ResourceView resource={resource} rows={6}>
        {({ playlists, units }) => {
          const names = unitNames(units);
          const words = typed.trim().toLowerCase();
          const shown = playlists.filter(({ title }) => `${title.ar} ${title.en}`.toLowerCase().includes(words));
          return (
            <>
              <Table
                label={t('playlists')}
                rows={shown}
                rowKey={({ id }) => id}
                empty={
                  <EmptyState icon="list-video" title={t(words ? 'nothingFound' : 'playlistsNone')}>
                    {t(words ? 'nothingFoundText' : 'playlistsNoneText')}
                  </EmptyState>
                }
                columns={[
                  {
                    id: 'title',
                    label: t('fieldTitle'),
                    rowHeader: true,
                    cell: ({ id, title }) => (
                      <a className="mo-title" href={`/staff/media/playlists/${id}`}>
                        {title[language]}
                      </a>
                    ),
                  },
                  { id: 'count', label: t('programmes'), numeric: true, cell: ({ count }) => count },
                  { id: 'length', label: t('factLength'), numeric: true, cell: ({ seconds }) => <bdi dir="ltr">{clockOf(seconds)}</bdi> },
                  { id: 'used', label: t('playlistUsedBy'), cell: ({ usedBy }) => usedBy.map(({ title }) => title[language]).join(t('listComma')) || '–' },
                  { id: 'unit', label: t('unit'), cell: ({ unit }) => names.get(unit) ?? unit },
                  { id: 'changed', label: t('columnChanged'), cell: ({ changedAt }) => formatMoment(changedAt) },
                ]}
              />
              {making && <NewPlaylist units={writableUnits(units)} onClose={() => setMaking(false)} />}
            </>
          );
        }}
      </ResourceView>
    </div>
  );
}

import { ResourceView, dataOf, useMount, useResource } from '@amanah/ui';
import type { OfficePlaylist } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { PlaylistForm } from './playlist-form.tsx';
import '../office.css';

/** One playlist at work. */
export function PlaylistPage() {
  const { playlist = '' } = useMount().params;
  const resource = useResource(
    async (signal) => (await dataOf(api.GET('/api/media/office/playlists/{id}', { signal, params: { path: { id: playlist } } }))) as OfficePlaylist,
    [playlist],
  );
  return (
    <ResourceView resource={resource} rows={8}>
      {(one) => <PlaylistForm key={`${one.id} ${one.version}`} playlist={one} reload={resource.reload} />}
    </ResourceView>
  );
}

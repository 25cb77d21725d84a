import { ResourceView, currentLanguage, dataOf, useMount, useResource } from '@amanah/ui';
import type { OfficeChannel, OfficePlaylists } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { ChannelForm } from './channel-form.tsx';
import '../office.css';

/** One channel at work. */
export function ChannelPage() {
  const { channel = '' } = useMount().params;
  const resource = useResource((signal) => load(channel, signal), [channel]);
  return (
    <ResourceView resource={resource} rows={8}>
      {({ one, fillers, unit }) => <ChannelForm key={`${one.slug} ${one.version}`} channel={one} fillers={fillers} unit={unit} reload={resource.reload} />}
    </ResourceView>
  );
}

async function load(slug: string, signal: AbortSignal) {
  const [one, { playlists }, { units }] = await Promise.all([
    dataOf(api.GET('/api/media/office/channels/{slug}', { signal, params: { path: { slug } } })),
    dataOf(api.GET('/api/media/office/playlists', { signal })),
    dataOf(api.GET('/api/media/office/choices', { signal })),
  ]);
  const channel = one as OfficeChannel;
  const language = currentLanguage();
  return {
    one: channel,
    fillers: (playlists as OfficePlaylists['playlists']).map(({ id, title }) => ({ id, label: title[language] })),
    unit: units.find(({ id }) => id === channel.unit)?.name[language] ?? channel.unit,
  };
}

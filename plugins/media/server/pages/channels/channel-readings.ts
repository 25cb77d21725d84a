import type { Call } from '@amanah/plugin-api';
import type { ChannelCard, ChannelPage, Guide, PlaylistPage } from '../../../shared/channels.ts';

/** What the public pages read of channels; the routes answer the same. Everything is as the caller may see it. */
export interface ChannelReadings {
  /** The open channels with what is on now and next. */
  list(call: Call): Promise<readonly ChannelCard[]>;
  /** @throws MEDIA_CHANNEL_UNKNOWN also for one that is closed */
  page(slug: string, call: Call): Promise<ChannelPage>;
  /** One day in Riyadh of all channels. @param day `2026-11-27`; default: today */
  guide(day: string | undefined, call: Call): Promise<Guide>;
  /** @throws MEDIA_PLAYLIST_UNKNOWN */
  playlist(id: string, call: Call): Promise<PlaylistPage>;
}

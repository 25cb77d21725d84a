import { page } from '@amanah/ui';
import { lazy } from 'react';
import './slots/slots.css';
import './watch/styles/list.css';
import './watch/styles/programme.css';
import './watch/styles/channel.css';
import './watch/styles/guide.css';
import './watch/styles/playlist.css';

/** The public pages are written by the server part; the browser needs their styles only. */
export const watch = { mount: async () => {}, unmount: async () => {} };
export const office = page(lazy(async () => ({ default: (await import('./office/office-page.tsx')).OfficePage })));
export const programme = page(lazy(async () => ({ default: (await import('./office/programme-page.tsx')).ProgrammePage })));
export const newBroadcast = page(lazy(async () => ({ default: (await import('./office/broadcast/new-broadcast-page.tsx')).NewBroadcastPage })));
export const newUpload = page(lazy(async () => ({ default: (await import('./office/upload/new-upload-page.tsx')).NewUploadPage })));
export const storage = page(lazy(async () => ({ default: (await import('./office/storage-page.tsx')).StoragePage })));
export const playlists = page(lazy(async () => ({ default: (await import('./office/playlists/playlists-page.tsx')).PlaylistsPage })));
export const playlist = page(lazy(async () => ({ default: (await import('./office/playlists/playlist-page.tsx')).PlaylistPage })));
export const channels = page(lazy(async () => ({ default: (await import('./office/channels/channels-page.tsx')).ChannelsPage })));
export const channel = page(lazy(async () => ({ default: (await import('./office/channels/channel-page.tsx')).ChannelPage })));
export const schedule = page(lazy(async () => ({ default: (await import('./office/schedule/schedule-page.tsx')).SchedulePage })));

import type { OfficePlaylist, PlaylistPage } from '../../shared/channels.ts';
import { cardOf } from '../programmes/answers.ts';
import { isFor, type Watcher } from '../programmes/audience.ts';
import type { Programme } from '../programmes/programme-row.ts';
import type { Playlist } from './playlist-store.ts';

type Found = ReadonlyMap<string, Programme>;

/** A playlist as somebody sees it: what is on the shelf for them. */
export function playlistPageOf(playlist: Playlist, programmes: Found, watcher: Watcher): PlaylistPage {
  const shown = itemsOf(playlist, programmes).filter((one) => one.state === 'published' && isFor(one, watcher));
  return pageOf(playlist, shown);
}

/** A playlist as the office sees it: everything, in whichever state. */
export function officePlaylistOf(playlist: Playlist, programmes: Found, mayWrite: boolean): OfficePlaylist {
  const { version, unit, changedAt, usedBy } = playlist;
  return {
    ...pageOf(playlist, itemsOf(playlist, programmes)),
    version,
    unit,
    changedAt: changedAt.toISOString(),
    mayWrite,
    usedBy: usedBy.map(({ slug, title }) => ({ slug, title })),
  };
}

function itemsOf(playlist: Playlist, programmes: Found): Programme[] {
  return playlist.programmes.flatMap((id) => programmes.get(id) ?? []);
}

function pageOf({ id, title, about }: Playlist, programmes: readonly Programme[]): PlaylistPage {
  const seconds = programmes.reduce((sum, one) => sum + (one.seconds ?? 0), 0);
  return { id, title, about, to: `/watch/playlists/${id}`, seconds: Math.round(seconds * 1_000) / 1_000, programmes: programmes.map(cardOf) };
}

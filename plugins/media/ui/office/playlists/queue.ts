import type { OfficePlaylist } from '../../../shared/channels.ts';

export type Listed = OfficePlaylist['programmes'][number];

/** A programme at its place; the same one may come again, so that the place has a key of its own. */
export interface Queued {
  readonly key: string;
  readonly programme: Listed;
}

export function queueOf(programmes: readonly Listed[]): readonly Queued[] {
  return programmes.map((programme, index) => ({ key: String(index), programme }));
}

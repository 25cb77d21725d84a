import type { Queryable } from '@amanah/plugin-api';
import type { Tracks } from '../captions/tracks.ts';

/**
 * The zero of a programme moves by so many seconds and it lasts so long now: captions and chapters move along, those outside go. The chapter that ran
 * when the programme begins now stands at its beginning.
 */
export async function moveTimeline(tx: Queryable, tracks: Tracks, programme: string, shift: number, seconds: number): Promise<void> {
  await tracks.move(tx, programme, shift, seconds);
  await tx.query('DELETE FROM chapter WHERE programme = $1 AND at_seconds + $2 >= $3', [programme, shift, seconds]);
  await tx.query(
    `DELETE FROM chapter WHERE programme = $1 AND at_seconds + $2 < 0
       AND at_seconds < (SELECT max(at_seconds) FROM chapter WHERE programme = $1 AND at_seconds + $2 <= 0)`,
    [programme, shift],
  );
  await tx.query('UPDATE chapter SET at_seconds = GREATEST(0, at_seconds + $2) WHERE programme = $1', [programme, shift]);
}

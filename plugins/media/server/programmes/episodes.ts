import type { Db } from '@amanah/plugin-api';
import type { Episode } from '../../contract.ts';
import { cardOf, streamPath } from './answers.ts';
import type { Programmes } from './programmes.ts';

/** Published audio programmes for everyone whose sound is one whole file: those that were cut afterwards are left out, since the file holds all of it. */
export async function episodes(db: Db, programmes: Pick<Programmes, 'findAll'>, limit: number): Promise<Episode[]> {
  const sounds = await db.query<{ programme: string; edition: number; name: string; bytes: string }>(
    `SELECT s.* FROM programme p
     JOIN LATERAL (
       SELECT r.programme, r.edition, r.name, r.bytes FROM edition e JOIN rendition r ON r.programme = e.programme AND r.edition = e.number
       WHERE e.programme = p.id AND e.in_force AND e.show_from IS NULL AND e.show_to IS NULL AND r.kind = 'audio'
       ORDER BY r.mean_bits DESC LIMIT 1
     ) s ON true
     WHERE p.state = 'published' AND p.kind = 'audio' AND p.audience = 'everyone' ORDER BY p.published_at DESC, p.id DESC LIMIT $1`,
    [limit],
  );
  const found = new Map((await programmes.findAll(sounds.map(({ programme }) => programme))).map((one) => [one.id, one]));
  return sounds.flatMap(({ programme, edition, name, bytes }) => {
    const one = found.get(programme);
    return one ? [{ ...cardOf(one), sound: { path: `${streamPath}/${programme}/${edition}/${name}.mp4`, type: 'audio/mp4', bytes: Number(bytes) } }] : [];
  });
}

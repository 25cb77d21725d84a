import type { ListedSegment } from './linear-playlist.ts';
import type { LoggedStretch } from './run-log.ts';
import { within, type LinearVariant } from './source.ts';
import type { Sources } from './sources.ts';

/** The segments of what was logged, as a variant has them. What was taken off the shelf or deleted meanwhile keeps its place as a gap. */
export async function listedSegments(stretches: readonly LoggedStretch[], variant: LinearVariant, sources: Sources): Promise<ListedSegment[]> {
  const { sendable, unpacked } = await sources.open(stretches.map(({ programme }) => programme));
  const listed: ListedSegment[] = [];
  for (const stretch of stretches) {
    const { programme, edition, part, from, to, beginsAt, endsAt, discontinuity } = stretch;
    const [first, count] = stretch.segments[variant] ?? [0, 0];
    const stored = (await sources.parts(programme, edition, !unpacked.has(programme))).find(({ number }) => number === part)?.tracks[variant];
    const starts = stored?.segments.map(({ at }) => at) ?? [];
    const [index] = within(starts, from, to);
    const lasts = (endsAt - beginsAt) / Math.max(1, count);
    for (let nth = 0; nth < count; nth++) {
      const segment = stored?.segments[index + nth];
      const begins = segment ? beginsAt + segment.at - from : Math.round(beginsAt + nth * lasts);
      const gone = !segment || !sendable.has(programme);
      listed.push({
        number: first + nth,
        beginsAt: begins,
        endsAt: begins + (segment?.lasts ?? lasts),
        discontinuity,
        map: gone ? null : stored!.map,
        bytes: gone ? null : segment,
      });
    }
  }
  return listed;
}

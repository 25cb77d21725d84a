import type { SpriteLayout } from './draw-pictures.ts';

/** WebVTT of the small pictures: which part of the sheet stands for which span of what is shown, as players of thumbnails read it. */
export function spriteTrack(
  { columns, count, width, height, every }: SpriteLayout,
  sheet: string,
  shown: { readonly start: number; readonly seconds: number },
): string {
  const cues: string[] = [];
  for (let nth = 0; nth < count; nth++) {
    const from = Math.max(0, nth * every - shown.start);
    const to = Math.min(shown.seconds, (nth + 1) * every - shown.start);
    if (to <= from) continue;
    const [x, y] = [(nth % columns) * width, Math.floor(nth / columns) * height];
    cues.push(`${clock(from)} --> ${clock(to)}\n${sheet}#xywh=${x},${y},${width},${height}\n`);
  }
  return ['WEBVTT\n', ...cues].join('\n');
}

function clock(seconds: number): string {
  return new Date(Math.round(seconds * 1_000)).toISOString().slice(11, 23);
}

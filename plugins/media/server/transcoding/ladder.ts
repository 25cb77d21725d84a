import type { MediaFacts } from './media-facts.ts';

/** One rung: a size of picture and what it may cost, or sound alone. Bits are per second. */
export interface Rung {
  /** The shorter side (`720`), or `audio`. */
  readonly name: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  readonly videoBits: number;
  readonly audioBits: number;
}

/** Segments are this long, and each begins with a key frame, so that players change rungs between any two. */
export const segmentSeconds = 4;
const mostFrames = 30;
const usualFrames = 25;
/** The shorter side of each rung and its bits at 30 frames a second. */
const sides = [
  { side: 720, videoBits: 2_400_000, audioBits: 128_000 },
  { side: 480, videoBits: 1_000_000, audioBits: 96_000 },
  { side: 240, videoBits: 320_000, audioBits: 64_000 },
] as const;
const soundAlone: Rung = { name: 'audio', width: null, height: null, framesPerSecond: null, videoBits: 0, audioBits: 64_000 };
const programmeOfSound: Rung = { ...soundAlone, audioBits: 128_000 };

/** The rungs of a file, the best first. A picture is never made larger: a small one has one rung of its own size. */
export function ladderOf({ video, audio }: Pick<MediaFacts, 'video' | 'audio'>, kind: 'video' | 'audio'): Rung[] {
  if (kind === 'audio' || !video) return audio ? [programmeOfSound] : [];
  const short = Math.min(video.width, video.height);
  const top = Math.min(short, sides[0].side);
  const wanted = [top, ...sides.map(({ side }) => side).filter((side) => side < top)];
  const rungs = wanted.map((side) => rungOf(side, video, audio !== null));
  return audio ? [...rungs, soundAlone] : rungs;
}

function rungOf(side: number, video: NonNullable<MediaFacts['video']>, sounds: boolean): Rung {
  const cost = sides.find((one) => one.side <= side) ?? sides[2];
  const scale = side / Math.min(video.width, video.height);
  const frames =
    video.framesPerSecond >= 5 && video.framesPerSecond <= mostFrames
      ? video.framesPerSecond
      : video.framesPerSecond > mostFrames
        ? halved(video.framesPerSecond)
        : usualFrames;
  return {
    name: String(side),
    width: even(video.width * scale),
    height: even(video.height * scale),
    framesPerSecond: Math.round(frames * 1_000) / 1_000,
    videoBits: Math.round(cost.videoBits * Math.min(1, (side / cost.side) ** 2 * (frames / mostFrames) ** 0.5 + 0.25)),
    audioBits: sounds ? cost.audioBits : 0,
  };
}

/** 50 and 60 frames become 25 and 30: every second one, without judder. */
function halved(frames: number): number {
  return frames <= mostFrames * 2 ? frames / 2 : mostFrames;
}

function even(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2);
}

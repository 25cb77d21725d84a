/** One small picture: a rectangle of a sheet that stands for a span of the programme. */
export interface SpriteCue {
  readonly from: number;
  readonly to: number;
  /** Address of the sheet, as the track names it. */
  readonly sheet: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const cueForm = /([\d:.]+) --> ([\d:.]+)\s+(\S+?)#xywh=(\d+),(\d+),(\d+),(\d+)/g;

/** Reads a track of small pictures; what is no such cue is left out. */
export function readSprites(track: string): SpriteCue[] {
  return [...track.matchAll(cueForm)].map(([, from, to, sheet, ...sides]) => {
    const [x, y, width, height] = sides.map(Number) as [number, number, number, number];
    return { from: secondsOf(from!), to: secondsOf(to!), sheet: sheet!, x, y, width, height };
  });
}

function secondsOf(clock: string): number {
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

import { z } from 'zod';

/** What is known of a media file, as far as it decides anything. Of people and places it says nothing. */
export const mediaFacts = z.strictObject({
  seconds: z.number(),
  video: z
    .strictObject({
      index: z.number().int(),
      /** As it is shown: turned, and with square pixels. */
      width: z.number().int(),
      height: z.number().int(),
      framesPerSecond: z.number(),
      codec: z.string(),
    })
    .nullable(),
  audio: z.strictObject({ index: z.number().int(), channels: z.number().int(), codec: z.string() }).nullable(),
  /** Index of a cover picture that goes with the sound. */
  cover: z.number().int().nullable(),
});
export type MediaFacts = z.infer<typeof mediaFacts>;

const numeric = z.coerce.number().catch(Number.NaN);
const stream = z.looseObject({
  index: z.number().int(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  codec_tag_string: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  sample_aspect_ratio: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  r_frame_rate: z.string().optional(),
  channels: z.number().optional(),
  duration: numeric.optional(),
  disposition: z.looseObject({ attached_pic: z.number().optional() }).optional(),
  side_data_list: z.array(z.looseObject({ rotation: z.number().optional() })).optional(),
});
const probeAnswer = z.looseObject({ streams: z.array(stream).default([]), format: z.looseObject({ duration: numeric.optional() }).default({}) });
type Stream = z.infer<typeof stream>;

/** Reads what `ffprobe -of json -show_format -show_streams` answered. @throws ZodError or SyntaxError when that is something else */
export function factsOf(json: string): MediaFacts {
  const { streams, format } = probeAnswer.parse(JSON.parse(json));
  const isCover = (one: Stream) => one.disposition?.attached_pic === 1;
  const video = streams.find((one) => one.codec_type === 'video' && !isCover(one) && (one.width ?? 0) > 0);
  const audio = streams.find((one) => one.codec_type === 'audio' && (one.channels ?? 0) > 0);
  const cover = streams.find((one) => one.codec_type === 'video' && isCover(one));
  const lengths = [format.duration, video?.duration, audio?.duration].filter((one): one is number => one !== undefined && Number.isFinite(one));
  return {
    seconds: Math.max(0, ...lengths),
    video: video ? { index: video.index, ...shownSize(video), framesPerSecond: frameRate(video), codec: codecOf(video) } : null,
    audio: audio ? { index: audio.index, channels: audio.channels ?? 0, codec: codecOf(audio) } : null,
    cover: cover?.index ?? null,
  };
}

function shownSize({ width = 0, height = 0, sample_aspect_ratio: pixel = '1:1', side_data_list: side = [] }: Stream): { width: number; height: number } {
  const [across = 1, down = 1] = pixel.split(':').map(Number);
  const wide = across > 0 && down > 0 ? Math.round((width * across) / down) : width;
  const turned = side.some(({ rotation }) => rotation !== undefined && Math.abs(rotation) % 180 === 90);
  return turned ? { width: height, height: wide } : { width: wide, height };
}

function frameRate({ avg_frame_rate: mean = '0/0', r_frame_rate: base = '0/0' }: Stream): number {
  for (const given of [mean, base]) {
    const [above = 0, below = 0] = given.split('/').map(Number);
    if (above > 0 && below > 0) return above / below;
  }
  return 0;
}

function codecOf({ codec_name: name = 'unknown', codec_tag_string: tag = '' }: Stream): string {
  // Encrypted tracks (CENC) say so in their tag.
  return /^enc[av]$/.test(tag) ? 'encrypted' : name;
}

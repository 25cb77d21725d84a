import type { Variant } from '../hls/live-stream.ts';

/** Where a channel's picture and sound come from. */
export type EncoderInput =
  /** FLV of an RTMP encoder on standard input; `copy`: H.264 with key frames close enough, passed on as it is. */
  | { readonly from: 'rtmp'; readonly copyVideo: boolean; readonly copyAudio: boolean; readonly hasAudio: boolean }
  /** WebM of a browser's MediaRecorder on standard input. */
  | { readonly from: 'browser'; readonly hasVideo: boolean }
  /** Nothing comes: a picture that says so, and silence. */
  | { readonly from: 'slate' };

export interface EncoderOrder {
  readonly input: EncoderInput;
  /** `audio`: no picture at all. */
  readonly kind: 'video' | 'audio';
  /** Sound with a still picture instead of the one that comes. */
  readonly soundOnly: boolean;
  /** File of the still picture. */
  readonly still: string;
  readonly segmentSeconds: number;
  readonly height: number;
  readonly videoKbps: number;
  readonly audioKbps: number;
}

/** What one ffmpeg is started with. */
export interface EncoderPlan {
  readonly args: readonly string[];
  /** Variants that it writes, each at a file descriptor of its own. */
  readonly pipes: readonly (readonly [Variant, number])[];
  readonly segmentSeconds: number;
  /** Below the hub and what copies, where the machine is short of time. */
  readonly nice?: number;
}

/** File descriptors at which ffmpeg writes its streams and its progress. */
export const outputs = { picture: 1, sound: 3, progress: 4 } as const;

const fragments = ['-f', 'mp4', '-movflags', '+frag_keyframe+delay_moov+default_base_moof+negative_cts_offsets', '-flush_packets', '1'];
const stillRate = 10;
const smallNice = 10;

/** One run of a channel: fragmented MP4 of picture and sound, and of sound alone, each in a pipe. */
export function channelPlan(order: EncoderOrder): EncoderPlan {
  const { input, kind, segmentSeconds } = order;
  const still = kind === 'video' && (input.from === 'slate' || order.soundOnly);
  const picture = kind === 'video';
  const silent = isSilent(input);
  const inputs = [...sourceArguments(input), ...(still ? stillArguments(order) : []), ...(silent ? silenceArguments(input) : [])];
  const streams = input.from === 'slate' ? 0 : 1;
  const stillAt = `${streams}:v:0`;
  const soundAt = silent ? `${streams + (still ? 1 : 0)}:a:0` : '0:a:0';
  const sound = soundArguments(order, silent);
  const args = [
    progressArguments,
    inputs,
    picture ? [['-map', still ? stillAt : '0:v:0', '-map', soundAt], videoArguments(order, still), sound, silent && !still ? ['-shortest'] : []].flat() : [],
    picture ? [...fragments, `pipe:${outputs.picture}`] : [],
    ['-map', soundAt, '-vn', sound].flat(),
    ['-f', 'mp4', '-movflags', '+delay_moov+default_base_moof', '-frag_duration', String(Math.round(segmentSeconds * 1_000_000))],
    ['-flush_packets', '1', `pipe:${outputs.sound}`],
  ].flat();
  return { args, pipes: [...(picture ? [['v', outputs.picture] as const] : []), ['a', outputs.sound]], segmentSeconds };
}

/** The smaller picture of a run, from the same bytes: its key frames are those of the picture beside it, and so are its segments. */
export function smallPlan(order: EncoderOrder, small: { readonly height: number; readonly videoKbps: number }): EncoderPlan {
  const { input, segmentSeconds } = order;
  const silent = isSilent(input);
  const asSent = input.from === 'rtmp' && input.copyVideo;
  const keyFrames = asSent ? ['-fps_mode', 'passthrough', '-enc_time_base', '-1', '-force_key_frames', 'source'] : everySegment(order);
  const args = [
    progressArguments,
    sourceArguments(input),
    silent ? silenceArguments(input) : [],
    ['-map', '0:v:0', '-map', silent ? '1:a:0' : '0:a:0', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline'],
    ['-threads', '1', '-vf', `scale=-2:'min(${small.height},ih)'${asSent ? '' : `,fps=${encodedRate}`}`, ...rateArguments(small.videoKbps)],
    [...keyFrames, ...plainFrames, '-g', '600'],
    [...soundArguments(order, silent), ...(silent ? ['-shortest'] : [])],
    [...fragments, `pipe:${outputs.picture}`],
  ].flat();
  return { args, pipes: [['s', outputs.picture]], segmentSeconds, nice: smallNice };
}

const progressArguments = ['-hide_banner', '-loglevel', 'warning', '-nostats', '-progress', `pipe:${outputs.progress}`, '-stats_period', '1'];
const encodedRate = 30;
const plainFrames = ['-sc_threshold', '0', '-bf', '0', '-pix_fmt', 'yuv420p'];

function isSilent(input: EncoderInput): boolean {
  return input.from === 'slate' || (input.from === 'rtmp' && !input.hasAudio);
}

function sourceArguments(input: EncoderInput): string[] {
  if (input.from === 'slate') return [];
  // Little is looked at before it begins: what comes is known.
  const probing = ['-probesize', '1000000', '-analyzeduration', '1000000', '-fflags', '+genpts', '-thread_queue_size', '512'];
  return [...probing, '-f', input.from === 'rtmp' ? 'flv' : 'matroska', '-i', 'pipe:0'];
}

function stillArguments({ still }: EncoderOrder): string[] {
  return ['-re', '-loop', '1', '-framerate', String(stillRate), '-thread_queue_size', '64', '-i', still];
}

function silenceArguments({ from }: EncoderInput): string[] {
  return [...(from === 'slate' ? ['-re'] : []), '-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=stereo'];
}

function videoArguments(order: EncoderOrder, still: boolean): string[] {
  const { input, height, videoKbps } = order;
  if (!still && input.from === 'rtmp' && input.copyVideo) return ['-c:v', 'copy'];
  const every = [...everySegment(order), ...plainFrames];
  if (still) return ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'stillimage', '-crf', '30', '-vf', `scale=-2:${Math.min(height, 720)}`, ...every];
  return [
    ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-profile:v', 'main', '-vf', `scale=-2:'min(${height},ih)',fps=${encodedRate}`],
    rateArguments(videoKbps),
    every,
  ].flat();
}

function everySegment({ segmentSeconds }: EncoderOrder): string[] {
  return ['-force_key_frames', `expr:gte(t,n_forced*${segmentSeconds})`];
}

function rateArguments(kbps: number): string[] {
  return ['-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`];
}

function soundArguments({ input, audioKbps }: EncoderOrder, silent: boolean): string[] {
  if (!silent && input.from === 'rtmp' && input.copyAudio) return ['-c:a', 'copy'];
  return ['-c:a', 'aac', '-b:a', `${silent ? 32 : audioKbps}k`, '-ac', '2', '-ar', '48000', ...(input.from === 'browser' ? ['-af', 'aresample=async=1'] : [])];
}

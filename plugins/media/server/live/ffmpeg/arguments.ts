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

/** File descriptors at which ffmpeg writes the two streams and its progress. */
export const outputs = { audio: 3, progress: 4, video: 1 } as const;

const fragments = '+frag_keyframe+delay_moov+default_base_moof+negative_cts_offsets';
const stillRate = 10;

/** Arguments of ffmpeg for one run of a channel: fragmented MP4 of picture and sound, and of sound alone, each in a pipe. */
export function encoderArguments(order: EncoderOrder): string[] {
  const { input, kind } = order;
  const still = kind === 'video' && (input.from === 'slate' || order.soundOnly);
  const picture = kind === 'video';
  const silent = input.from === 'slate' || (input.from === 'rtmp' && !input.hasAudio);
  const inputs = [...sourceArguments(input), ...(still ? stillArguments(order) : []), ...(silent ? silenceArguments(input) : [])];
  const streams = input.from === 'slate' ? 0 : 1;
  const stillAt = `${streams}:v:0`;
  const soundAt = silent ? `${streams + (still ? 1 : 0)}:a:0` : '0:a:0';
  const sound = soundArguments(order, silent);
  return [
    ['-hide_banner', '-loglevel', 'warning', '-nostats', '-progress', `pipe:${outputs.progress}`, '-stats_period', '1'],
    inputs,
    picture ? [['-map', still ? stillAt : '0:v:0', '-map', soundAt], videoArguments(order, still), sound, silent && !still ? ['-shortest'] : []].flat() : [],
    picture ? ['-f', 'mp4', '-movflags', fragments, '-flush_packets', '1', `pipe:${outputs.video}`] : [],
    ['-map', soundAt, '-vn', sound].flat(),
    ['-f', 'mp4', '-movflags', '+delay_moov+default_base_moof', '-frag_duration', String(Math.round(order.segmentSeconds * 1_000_000))],
    ['-flush_packets', '1', `pipe:${outputs.audio}`],
  ].flat();
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

function videoArguments({ input, segmentSeconds, height, videoKbps }: EncoderOrder, still: boolean): string[] {
  if (!still && input.from === 'rtmp' && input.copyVideo) return ['-c:v', 'copy'];
  const every = ['-force_key_frames', `expr:gte(t,n_forced*${segmentSeconds})`, '-sc_threshold', '0', '-bf', '0', '-pix_fmt', 'yuv420p'];
  if (still) return ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'stillimage', '-crf', '30', '-vf', `scale=-2:${Math.min(height, 720)}`, ...every];
  return [
    ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-profile:v', 'main', '-vf', `scale=-2:'min(${height},ih)',fps=30`],
    ['-b:v', `${videoKbps}k`, '-maxrate', `${videoKbps}k`, '-bufsize', `${videoKbps}k`],
    every,
  ].flat();
}

function soundArguments({ input, audioKbps }: EncoderOrder, silent: boolean): string[] {
  if (!silent && input.from === 'rtmp' && input.copyAudio) return ['-c:a', 'copy'];
  return ['-c:a', 'aac', '-b:a', `${silent ? 32 : audioKbps}k`, '-ac', '2', '-ar', '48000', ...(input.from === 'browser' ? ['-af', 'aresample=async=1'] : [])];
}

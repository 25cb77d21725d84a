import { open, stat } from 'node:fs/promises';
import { AmanahError } from '@amanah/errors';
import { fileTypeFromFile } from 'file-type';
import { factsOf, type MediaFacts } from './media-facts.ts';
import { runProgram } from './run-program.ts';

export interface FileLimits {
  readonly maxSeconds: number;
  /** Of the longer side. */
  readonly maxPixels: number;
  /** For ffprobe on one file. */
  readonly probeMs: number;
}

const programs = [Buffer.from('MZ'), Buffer.from('\u007fELF', 'latin1'), Buffer.from('#!'), Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.from('%PDF')];
/**
 * Only containers of sound and picture. Playlists and scripts of ffmpeg (`hls`, `concat`, `dash`, subtitles) name further files and addresses: whoever
 * opens them for somebody reads this machine's files.
 */
const formats = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,mp3,wav,w64,flac,ogg,aac,asf,flv,mxf,aiff,caf,amr';
/** Media types of sound and picture that do not begin with either word. */
const otherMedia: readonly string[] = ['application/ogg', 'application/mp4', 'application/mxf', 'application/vnd.ms-asf'];
const leastSeconds = 0.2;

/** Options that open an uploaded file and nothing else, before `-i`. */
export const openingOptions = ['-protocol_whitelist', 'file', '-format_whitelist', formats] as const;

/**
 * Looks at an uploaded file before anything works on it. `kind`: what the programme is to be.
 * @throws MEDIA_FILE_EMPTY, MEDIA_FILE_NOT_MEDIA, MEDIA_FILE_BROKEN, MEDIA_FILE_NO_STREAM, MEDIA_FILE_NO_PICTURE, MEDIA_FILE_NO_SOUND, MEDIA_FILE_LOCKED,
 * MEDIA_FILE_TOO_LONG, MEDIA_FILE_TOO_SHORT, MEDIA_FILE_TOO_LARGE_PICTURE, MEDIA_FILE_CHECK_LATE
 */
export async function checkFile(path: string, kind: 'video' | 'audio', limits: FileLimits, signal?: AbortSignal): Promise<MediaFacts> {
  if ((await stat(path)).size === 0) throw new AmanahError('MEDIA_FILE_EMPTY');
  const known = await isKnownMedia(path);
  const facts = await probe(path, known, limits.probeMs, signal);
  refuseFacts(facts, kind, limits);
  await refuseUndecodable(path, facts, kind, limits.probeMs, signal);
  return facts;
}

/** Whether its first bytes are those of sound or picture. What says that it is something else is not given to a decoder at all. */
async function isKnownMedia(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const head = buffer.subarray(0, bytesRead);
    if (programs.some((mark) => head.subarray(0, mark.length).equals(mark))) throw new AmanahError('MEDIA_FILE_NOT_MEDIA', { detail: head.toString('hex') });
  } finally {
    await file.close();
  }
  const type = await fileTypeFromFile(path).catch(() => undefined);
  if (type && !/^(?:video|audio)\//.test(type.mime) && !otherMedia.includes(type.mime)) throw new AmanahError('MEDIA_FILE_NOT_MEDIA', { detail: type.mime });
  return type !== undefined;
}

async function probe(path: string, known: boolean, deadlineMs: number, signal: AbortSignal | undefined): Promise<MediaFacts> {
  const said = await runProgram('ffprobe', ['-v', 'error', ...openingOptions, '-show_format', '-show_streams', '-of', 'json', '-i', `file:${path}`], {
    deadlineMs,
    signal,
  });
  if (said.cut === 'cancelled') signal?.throwIfAborted();
  if (said.cut !== null) throw new AmanahError('MEDIA_FILE_CHECK_LATE', { detail: said.cut });
  if (said.code !== 0) {
    const foreign = !known || said.stderr.includes('Format not on whitelist');
    throw new AmanahError(foreign ? 'MEDIA_FILE_NOT_MEDIA' : 'MEDIA_FILE_BROKEN', { detail: said.stderr.trim().slice(-300) });
  }
  try {
    return factsOf(said.stdout.toString('utf8'));
  } catch (error) {
    throw new AmanahError('MEDIA_FILE_BROKEN', { detail: (error as Error).message.slice(0, 300), cause: error });
  }
}

function refuseFacts({ video, audio, seconds }: MediaFacts, kind: 'video' | 'audio', { maxSeconds, maxPixels }: FileLimits): void {
  if (!video && !audio) throw new AmanahError('MEDIA_FILE_NO_STREAM');
  if (video?.codec === 'encrypted' || audio?.codec === 'encrypted') throw new AmanahError('MEDIA_FILE_LOCKED');
  if (kind === 'video' && !video) throw new AmanahError('MEDIA_FILE_NO_PICTURE');
  if (kind === 'audio' && !audio) throw new AmanahError('MEDIA_FILE_NO_SOUND');
  if (seconds > maxSeconds) throw new AmanahError('MEDIA_FILE_TOO_LONG', { params: { hours: round(seconds / 3_600), most: round(maxSeconds / 3_600) } });
  if (video && kind === 'video' && Math.max(video.width, video.height) > maxPixels)
    throw new AmanahError('MEDIA_FILE_TOO_LARGE_PICTURE', { params: { width: video.width, height: video.height, most: maxPixels } });
  if (seconds < leastSeconds) throw new AmanahError('MEDIA_FILE_TOO_SHORT');
}

/** A header says what it likes: the first second is really decoded. */
async function refuseUndecodable(
  path: string,
  { video, audio }: MediaFacts,
  kind: 'video' | 'audio',
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const maps = [...(video && kind === 'video' ? ['-map', `0:${video.index}`] : []), ...(audio ? ['-map', `0:${audio.index}`] : [])];
  const said = await runProgram(
    'ffmpeg',
    ['-v', 'error', '-nostdin', ...openingOptions, '-t', '1', '-i', `file:${path}`, ...maps, '-frames:v', '3', '-f', 'null', '-'],
    {
      deadlineMs,
      signal,
    },
  );
  if (said.cut === 'cancelled') signal?.throwIfAborted();
  if (said.cut !== null) throw new AmanahError('MEDIA_FILE_CHECK_LATE', { detail: said.cut });
  if (said.code !== 0) throw new AmanahError('MEDIA_FILE_BROKEN', { detail: said.stderr.trim().slice(-300) });
}

function round(hours: number): number {
  return Math.round(hours * 10) / 10;
}

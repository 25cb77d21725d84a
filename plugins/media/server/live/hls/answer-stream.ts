import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AmanahError } from '@amanah/errors';
import type { Files } from '@amanah/plugin-api';
import type { StreamRequest, StreamSource } from '../../programmes/streams.ts';
import type { LiveStream, LiveStreams } from '../channel/stream-memory.ts';
import { packedKey, type Cut, type StreamStore } from '../channel/stream-store.ts';
import { parseRange } from './byte-range.ts';
import { captionPlaylist, type Captions } from './captions.ts';
import { trimmed, variants, type ListedSegment, type Variant } from './live-stream.ts';
import { masterPlaylist, mediaPlaylist } from './playlists.ts';
import { ReadyTexts, readyText, sendReady } from './ready-text.ts';
import type { ViewerCount } from './viewer-count.ts';

export interface AnswerParts {
  readonly streams: LiveStreams;
  readonly store: StreamStore;
  readonly files: Pick<Files, 'open'>;
  readonly viewers: ViewerCount;
  readonly captions: Captions;
  readonly segmentSeconds: number;
}

/** A player that asks for the segment which is being made waits for it so long, then asks again: it hears of it at once. */
const holdMs = 2_500;
/** How long what is shown of a recording may lag behind its row. */
const freshMs = 2_000;
const playlistType = 'application/vnd.apple.mpegurl';
const segmentType = 'video/mp4';
type Listed = readonly ListedSegment[];
const paths = /^(?:(master\.m3u8)|captions\/([A-Za-z-]{2,6})\.(m3u8|vtt)|([vsa])\/(?:(index\.m3u8)|(all\.mp4)|(\d{1,9})-(init\.mp4|(\d{1,9})\.m4s)))$/;

/** Answers the files of broadcasts, running or over: playlists are made as they are asked for, segments are handed on. */
export function answerLiveStreams(parts: AnswerParts): StreamSource {
  const cutOf = cutsOf(parts.store);
  const texts = new ReadyTexts();
  return async (request, response, stream) => {
    const [, master, language, captionFile, variant, index, all, run, part, number] = paths.exec(stream.path) ?? [];
    const { id, state } = stream.programme;
    const over = state !== 'live';
    if (all) return sendPacked(request, response, stream, variant as Variant, parts.files);
    if (run) {
      const bytes = await parts.streams.of(id).bytes(variant as Variant, Number(run), part === 'init.mp4' ? 'init' : Number(number));
      return sendSegment(response, stream, bytes);
    }
    const cut = over ? await cutOf(id) : null;
    if (cut?.packed && parts.streams.of(id).isUnpacked) parts.streams.forget(id);
    const live = parts.streams.of(id);
    await live.refresh();
    if (master) return sendMaster(request, response, stream, live, cut, parts);
    if (index) return sendPlaylist(request, response, stream, variant as Variant, live, cut, texts, parts);
    if (language && over) return sendCaptions(request, response, stream, language, captionFile!, parts);
    throw new AmanahError('HTTP_NOT_FOUND', { detail: stream.path });
  };
}

async function sendMaster(request: IncomingMessage, response: ServerResponse, stream: StreamRequest, live: LiveStream, cut: Cut | null, parts: AnswerParts) {
  const [picture, small, sound] = variants.map((variant) => shown(live.list(variant), cut)) as [Listed, Listed, Listed];
  // A broadcast that has just begun: nothing can be played yet, or the smaller picture, of which players hear now or never, is about to come.
  const waits = cut === null && small.length === 0 && picture.at(-1)?.of.small === true;
  if (picture.length + sound.length === 0 || waits) throw new AmanahError('MEDIA_NOT_YET', { retryAfterSeconds: 1 });
  const captions = cut ? parts.captions.tracks(stream.programme) : [];
  const text = masterPlaylist(
    { runs: live.runs, lists: { v: picture, s: small, a: sound }, captions },
    { grant: stream.grant, viewer: cut ? undefined : parts.viewers.newWord() },
  );
  sendReady(request, response, await readyText(text, playlistType));
}

async function sendPlaylist(
  request: IncomingMessage,
  response: ServerResponse,
  { query, grant, programme, call }: StreamRequest,
  variant: Variant,
  live: LiveStream,
  cut: Cut | null,
  texts: ReadyTexts,
  { viewers, segmentSeconds }: AnswerParts,
) {
  const ended = cut !== null;
  // Whoever has a viewer's word came while it ran.
  const asLive = query.has('n');
  if (!ended) {
    viewers.note(programme.id, query.get('n'));
    const wanted = query.get('_HLS_msn');
    if (wanted !== null && Number(wanted) === live.list(variant).length) await live.next(variant, holdMs, call.signal);
  }
  const all = live.list(variant);
  const segments = shown(all, cut);
  if (segments.length === 0) throw new AmanahError('HTTP_NOT_FOUND', { detail: `${programme.id} has no ${variant}` });
  const skipOld = query.has('_HLS_skip');
  const make = () => readyText(mediaPlaylist({ variant, segments, ended, segmentSeconds, grant, skipOld, asLive }), playlistType);
  // Everyone gets the same text until the next segment; what is signed or trimmed is made for whoever asks.
  sendReady(request, response, await (grant === null && segments === all ? texts.of(all, `${ended} ${skipOld} ${asLive}`, make) : make()));
}

async function sendCaptions(
  request: IncomingMessage,
  response: ServerResponse,
  { programme, grant }: StreamRequest,
  language: string,
  file: string,
  { captions }: AnswerParts,
) {
  const text = file === 'vtt' ? await captions.webvtt(programme.id, language) : captionPlaylist(language, programme.seconds ?? 0, grant);
  if (text === null || !programme.captions.includes(language)) throw new AmanahError('HTTP_NOT_FOUND', { detail: `${programme.id} captions ${language}` });
  sendReady(request, response, await readyText(text, file === 'vtt' ? 'text/vtt; charset=utf-8' : playlistType));
}

function sendSegment(response: ServerResponse, { grant }: StreamRequest, bytes: Buffer): void {
  response.writeHead(200, { 'Content-Type': segmentType, 'Cache-Control': lasting(grant), 'Content-Length': bytes.length });
  response.end(bytes);
}

async function sendPacked(
  request: IncomingMessage,
  response: ServerResponse,
  { programme, grant }: StreamRequest,
  variant: Variant,
  files: Pick<Files, 'open'>,
): Promise<void> {
  const file = await files.open(packedKey(programme.id, variant));
  const range = parseRange(request.headers.range, file.bytes);
  if (range === 'beyond') throw new AmanahError('HTTP_RANGE_NOT_THERE');
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  const content = await file.stream({ start, end });
  response.writeHead(range ? 206 : 200, {
    'Content-Type': segmentType,
    'Cache-Control': lasting(grant),
    'Accept-Ranges': 'bytes',
    'Content-Length': end - start + 1,
    ...(range ? { 'Content-Range': `bytes ${start}-${end}/${file.bytes}` } : {}),
  });
  await pipeline(content, response).catch(() => undefined);
}

/** A recording as it was trimmed; a running broadcast whole. */
function shown(segments: readonly ListedSegment[], cut: Cut | null): readonly ListedSegment[] {
  return cut && (cut.from !== null || cut.to !== null) ? trimmed(segments, cut.from, cut.to) : segments;
}

/** A segment never changes; one that is not for everyone stays with whoever got it. */
function lasting(grant: string | null): string {
  return grant === null ? 'public, max-age=86400, immutable' : 'private, max-age=600';
}

function cutsOf(store: StreamStore): (programme: string) => Promise<Cut> {
  const known = new Map<string, { readonly cut: Promise<Cut>; readonly until: number }>();
  return (programme) => {
    const found = known.get(programme);
    if (found && found.until > Date.now()) return found.cut;
    if (known.size > 1_000) known.clear();
    const cut = store.cut(programme);
    known.set(programme, { cut, until: Date.now() + freshMs });
    cut.catch(() => known.delete(programme));
    return cut;
  };
}

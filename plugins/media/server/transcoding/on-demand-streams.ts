import type { ServerResponse } from 'node:http';
import { AmanahError } from '@amanah/errors';
import type { Tracks } from '../captions/tracks.ts';
import { printWebvtt } from '../captions/webvtt.ts';
import type { StreamRequest, StreamSource } from '../programmes/streams.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import { sendStored } from '../storage/send-stored.ts';
import type { Edition, Editions, Rendition } from './editions.ts';
import { captionPlaylist, masterPlaylist, mediaPlaylist } from './playlists.ts';
import { spriteTrack } from './sprite-track.ts';
import { cutSegments, secondsOf } from './stream-map.ts';

const playlistType = 'application/vnd.apple.mpegurl';
const clock = 90_000;

/**
 * Answers the streams of programmes on demand. Below the programme's address: `master.m3u8`, `sprites.vtt` and `captions/ar.vtt` of what is in force; below
 * an edition's number what never changes: `2/720.m3u8`, `2/720.mp4`, `2/sprites.jpg`, `2/frame-1.jpg`, `2/captions/ar/3.m3u8`.
 */
export function onDemandStreams(editions: Editions, tracks: Tracks, files: MediaFiles): StreamSource {
  return async (request, response, stream) => {
    const { programme, path } = stream;
    const query = stream.grant === null ? '' : `?g=${stream.grant}`;
    const caching = stream.grant === null ? 'public' : 'private';
    const file = /^(\d{1,6})\/([a-z0-9-]{1,20})\.(mp4|jpg)$/.exec(path);
    if (file) {
      const stored = await files.open(`vod/${programme.id}/${file[1]}/${file[2]}.${file[3]}`).catch(missing);
      return sendStored(request, response, stored, { type: file[3] === 'mp4' ? 'video/mp4' : 'image/jpeg', caching });
    }
    if (path === 'master.m3u8') return sendText(response, playlistType, await master(stream, query));
    if (path === 'sprites.vtt') return sendText(response, 'text/vtt; charset=utf-8', await sprites(stream, query));
    const plain = /^captions\/([a-zA-Z-]{2,6})\.vtt$/.exec(path);
    if (plain) return sendText(response, 'text/vtt; charset=utf-8', printWebvtt((await tracks.find(programme.id, plain[1]!)).cues));
    const rung = /^(\d{1,6})\/([a-z0-9]{1,20})\.m3u8$/.exec(path);
    if (rung) return sendText(response, playlistType, await media(stream, Number(rung[1]), rung[2]!, query));
    const captions = /^(\d{1,6})\/captions\/([a-zA-Z-]{2,6})\/(\d{1,9})\.(m3u8|vtt)$/.exec(path);
    if (captions)
      return sendCaptions(response, stream, { edition: Number(captions[1]), language: captions[2]!, version: captions[3]!, form: captions[4]! }, query);
    throw new AmanahError('HTTP_NOT_FOUND');
  };

  async function master({ programme }: StreamRequest, query: string): Promise<string> {
    const edition = await inForce(programme.id);
    const [variants, names] = await Promise.all([editions.renditions(programme.id, edition.number), tracks.names(programme.id)]);
    if (variants.length === 0) throw new AmanahError('HTTP_NOT_FOUND');
    return masterPlaylist(edition.number, variants, names, query);
  }

  async function media({ programme }: StreamRequest, number: number, name: string, query: string): Promise<string> {
    const { edition, renditions } = await editionOf(programme.id, number);
    const found = renditions.find((one) => one.name === name);
    if (!found) throw new AmanahError('HTTP_NOT_FOUND');
    return mediaPlaylist(name, found.stream, edition.show, query);
  }

  async function sendCaptions(
    response: ServerResponse,
    { programme }: StreamRequest,
    { edition: number, language, version, form }: { edition: number; language: string; version: string; form: string },
    query: string,
  ): Promise<void> {
    const { edition, renditions } = await editionOf(programme.id, number);
    const [first] = renditions;
    const shown = first ? cutSegments(first.stream, edition.show) : { start: 0, segments: [] };
    if (form === 'm3u8') return sendText(response, playlistType, captionPlaylist(Number(version), secondsOf(shown), query));
    const { cues } = await tracks.find(programme.id, language);
    sendText(response, 'text/vtt; charset=utf-8', printWebvtt(cues, Math.round(shown.start * clock)));
  }

  async function sprites({ programme }: StreamRequest, query: string): Promise<string> {
    const edition = await inForce(programme.id);
    const found = (await editions.pictures(programme.id, edition.number)).find(({ kind }) => kind === 'sprites');
    const [first] = await editions.renditions(programme.id, edition.number);
    if (!found?.layout || !first) throw new AmanahError('HTTP_NOT_FOUND');
    const shown = cutSegments(first.stream, edition.show);
    return spriteTrack(found.layout, `${edition.number}/sprites.jpg${query}`, { start: shown.start, seconds: secondsOf(shown) });
  }

  async function inForce(programme: string): Promise<Edition> {
    const edition = await editions.inForce(programme);
    if (!edition) throw new AmanahError('HTTP_NOT_FOUND');
    return edition;
  }

  async function editionOf(programme: string, number: number): Promise<{ edition: Edition; renditions: Rendition[] }> {
    const [edition, renditions] = await Promise.all([editions.find(programme, number), editions.renditions(programme, number)]);
    if (!edition) throw new AmanahError('HTTP_NOT_FOUND');
    return { edition, renditions };
  }
}

function sendText(response: ServerResponse, type: string, text: string): void {
  response.setHeader('Content-Type', type);
  response.setHeader('Cache-Control', 'no-cache');
  response.end(text);
}

function missing(error: unknown): never {
  if (error instanceof AmanahError && error.code === 'FILES_MISSING') throw new AmanahError('HTTP_NOT_FOUND', { cause: error });
  throw error;
}

import { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import { fileOutput, type Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { longestCaptions, spokenHits, trackInput, trackList, trackOutput, transcriptOutput, type Cue } from '../../shared/captions.ts';
import { languageTag, programmeId } from '../../shared/programme.ts';
import { watcherOf } from '../programmes/audience.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import { personOf } from '../context.ts';
import type { Tracks } from './tracks.ts';
import { checkCues, parseWebvtt, printWebvtt } from './webvtt.ts';

const one = z.strictObject({ id: programmeId, language: languageTag });
const versioned = one.extend({ version: z.coerce.number().int().min(0) });
const forAnyone = {
  public: 'what is said in programmes for everyone is read without signing in; programmes of other audiences are answered as unknown',
} as const;
const limit = { perMinute: 300 } as const;
/** Arabic letters take two bytes, line numbers and times one. */
const longestFile = longestCaptions * 2;

/** Captions: written by the office as a file or in the editor, read by viewers as a transcript, and searched. */
export function registerCaptionRoutes({ ctx, programmes, ofOffice, openFor }: ProgrammeParts, tracks: Tracks): void {
  ctx.route({
    method: 'get',
    path: '/office/programmes/{id}/captions',
    access: 'programme.read',
    summary: 'Languages in which a programme has captions',
    input: z.strictObject({ id: programmeId }),
    output: trackList,
    async handle({ id }, call) {
      await ofOffice(id, 'programme.read', call);
      const all = await tracks.all(id);
      return { tracks: all.map(({ cues, ...track }) => ({ ...track, cues: cues.length, seconds: cues.at(-1)?.to ?? 0 })) };
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/programmes/{id}/captions/{language}',
    access: 'programme.read',
    summary: 'Captions of a language, for the editor',
    input: one,
    output: trackOutput,
    async handle({ id, language }, call) {
      await ofOffice(id, 'programme.read', call);
      return tracks.find(id, language);
    },
  });

  ctx.route({
    method: 'put',
    path: '/office/programmes/{id}/captions/{language}',
    access: 'programme.write',
    summary: 'Writes captions over the version that was read; 0 where the language had none',
    input: trackInput,
    output: trackOutput,
    maxBodyBytes: longestFile,
    async handle({ id, language, version, cues }, call) {
      const { seconds } = await ofOffice(id, 'programme.write', call);
      return write(id, { language, version, cues: checkCues(cues, seconds) }, call);
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/captions/{language}/file',
    access: 'programme.write',
    summary: 'Takes a WebVTT file as the captions of a language; `version` is the one that was read, 0 where it had none',
    upload: { maxBytes: longestFile },
    input: versioned,
    output: trackOutput,
    async handle({ id, language, version }, call) {
      const { seconds } = await ofOffice(id, 'programme.write', call);
      return write(id, { language, version, cues: parseWebvtt(await textOf(call), seconds) }, call);
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/programmes/{id}/captions/{language}/file',
    access: 'programme.read',
    summary: 'Captions of a language as a WebVTT file',
    input: one,
    output: fileOutput('text/vtt'),
    async handle({ id, language }, call) {
      await ofOffice(id, 'programme.read', call);
      const { cues } = await tracks.find(id, language);
      return fileOf(printWebvtt(cues), `${id}.${language}.vtt`);
    },
  });

  ctx.route({
    method: 'delete',
    path: '/office/programmes/{id}/captions/{language}',
    access: 'programme.write',
    summary: 'Removes the captions of a language; the last ones of a published programme only where a reason to have none is recorded',
    input: one,
    output: z.undefined(),
    async handle({ id, language }, call) {
      await ofOffice(id, 'programme.write', call);
      await ctx.db.transaction(async (tx) => {
        const held = await programmes.hold(tx, id);
        const last = held.captions.length === 1 && held.captions[0] === language;
        if (last && held.state === 'published' && held.captionsException === null) throw new AmanahError('MEDIA_CAPTIONS_NEEDED', { detail: id });
        await tracks.remove(tx, id, language);
      });
      await record('captions.removed', id, language, call);
      return undefined;
    },
  });

  ctx.route({
    method: 'get',
    path: '/programmes/{id}/transcript',
    access: forAnyone,
    limit,
    summary: 'What is said in a programme, by moment; `search` leaves the moments that hold all its words',
    input: z.strictObject({ id: programmeId, language: languageTag.optional(), search: z.string().trim().max(100).optional() }),
    output: transcriptOutput,
    async handle({ id, language, search }, call) {
      const { captions, languages } = await openFor(id, call);
      const read = language ?? [call.language, ...languages].find((tag) => captions.includes(tag)) ?? captions[0];
      if (read === undefined || !captions.includes(read)) throw new AmanahError('MEDIA_CAPTIONS_UNKNOWN', { detail: id });
      return { language: read, lines: await tracks.transcript(id, read, search ?? null) };
    },
  });

  ctx.route({
    method: 'get',
    path: '/spoken',
    access: forAnyone,
    limit,
    summary: 'Moments of published programmes at which the words are said',
    input: z.strictObject({ search: z.string().trim().min(2).max(100) }),
    output: spokenHits,
    async handle({ search }, call) {
      const hits = await tracks.spoken(search, watcherOf(call, ctx.access));
      return { hits: hits.map((hit) => ({ ...hit, to: `/watch/${hit.programme}?t=${Math.floor(hit.from)}` })) };
    },
  });

  async function write(id: string, track: { language: string; version: number; cues: readonly Cue[] }, call: Call) {
    await ctx.db.transaction(async (tx) => {
      await programmes.hold(tx, id);
      await tracks.write(tx, id, track, personOf(call));
    });
    await record('captions.written', id, track.language, call);
    return tracks.find(id, track.language);
  }

  async function record(action: string, id: string, language: string, { actor, requestId }: Call): Promise<void> {
    await ctx.audit.record({ action, actor, subject: `programme/${id}`, requestId, data: { language } });
  }
}

/** @throws MEDIA_CAPTIONS_INVALID when it is not UTF-8 */
async function textOf({ upload }: Call): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of upload!.stream) chunks.push(chunk as Buffer);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new AmanahError('MEDIA_CAPTIONS_INVALID', { params: { count: 1 }, fields: [{ path: 'line.1', message: 'encoding' }], cause: error });
  }
}

function fileOf(text: string, name: string) {
  const bytes = Buffer.from(text);
  return {
    type: 'text/vtt',
    bytes: bytes.length,
    name,
    disposition: 'attachment' as const,
    stream: async (range?: { start: number; end: number }) =>
      Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes], { objectMode: false }),
  };
}

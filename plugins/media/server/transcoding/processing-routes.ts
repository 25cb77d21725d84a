import { AmanahError } from '@amanah/errors';
import { fileOutput, type Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { cutInput, cutOutput, processingOutput, type Processing } from '../../shared/processing.ts';
import { programmeId } from '../../shared/programme.ts';
import { streamPath } from '../programmes/answers.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import { cutProgramme, uncutProgramme, type CuttingParts } from './cutting.ts';
import type { Transcoder } from './transcoder.ts';

const one = z.strictObject({ id: programmeId });

export interface ProcessingParts extends CuttingParts {
  readonly files: MediaFiles;
  readonly transcoder: Transcoder;
}

/** What the office sees of the work on a programme, and does with it: cancel, start again, cut. */
export function registerProcessingRoutes(parts: ProcessingParts): void {
  const { programmes: shared, editions, files, transcoder } = parts;
  const { ctx, programmes, ofOffice } = shared;

  ctx.route({
    method: 'get',
    path: '/office/programmes/{id}/processing',
    access: 'programme.read',
    summary: 'How far the machines are with a programme, its renditions and pictures',
    input: one,
    output: processingOutput,
    async handle({ id }, call) {
      await ofOffice(id, 'programme.read', call);
      return processingOf(id);
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/processing/cancel',
    access: 'programme.write',
    summary: 'Ends the encoding of a programme; finished renditions are kept for when it is started again',
    input: one,
    output: processingOutput,
    async handle({ id }, call) {
      await ofOffice(id, 'programme.write', call);
      await ctx.db.transaction(async (tx) => {
        const held = await programmes.hold(tx, id);
        if (!(await editions.cancel(tx, id))) throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${held.state}` });
        if (held.state === 'transcoding') await programmes.note(tx, id, { state: 'failed', problem: { code: 'MEDIA_TRANSCODING_CANCELLED', params: {} } });
      });
      transcoder.cancelled(id);
      await record('processing.cancelled', id, call);
      return processingOf(id);
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/processing/restart',
    access: 'programme.write',
    summary: 'Goes on with an encoding that was cancelled or failed',
    input: one,
    output: processingOutput,
    async handle({ id }, call) {
      await ofOffice(id, 'programme.write', call);
      await ctx.db.transaction(async (tx) => {
        const held = await programmes.hold(tx, id);
        if (!(await editions.restart(tx, id))) throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${held.state}` });
        if (held.state === 'failed') await programmes.note(tx, id, { state: 'transcoding', problem: null });
        await parts.transcode(tx);
      });
      await record('processing.restarted', id, call);
      return processingOf(id);
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/cut',
    access: 'programme.write',
    summary: 'Cuts a programme; captions and chapters move along',
    input: cutInput,
    output: cutOutput,
    async handle({ id, from, to, exact }, call) {
      await ofOffice(id, 'programme.write', call);
      const done = await cutProgramme(parts, id, { from, to }, exact);
      await record('programme.cut', id, call, { ...done });
      return done;
    },
  });

  ctx.route({
    method: 'delete',
    path: '/office/programmes/{id}/cut',
    access: 'programme.write',
    summary: 'Shows the whole of the source again',
    input: one,
    output: cutOutput,
    async handle({ id }, call) {
      await ofOffice(id, 'programme.write', call);
      const done = await uncutProgramme(parts, id);
      await record('programme.uncut', id, call);
      return done;
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/programmes/{id}/wave',
    access: 'programme.read',
    summary: "Peaks of the sound, in the JSON form of the BBC's audiowaveform, of the encoded streams before any cut",
    input: one,
    output: fileOutput('application/json'),
    async handle({ id }, call) {
      await ofOffice(id, 'programme.read', call);
      const edition = await editions.inForce(id);
      const wave = edition && (await editions.pictures(id, edition.number)).find(({ kind }) => kind === 'wave');
      if (!wave) throw new AmanahError('HTTP_NOT_FOUND');
      return { ...(await files.open(wave.key)), name: 'wave.json', disposition: 'attachment' as const };
    },
  });

  async function processingOf(id: string): Promise<Processing> {
    const [latest, inForce, original] = await Promise.all([editions.latest(id), editions.inForce(id), editions.original(id)]);
    const shown = inForce ?? latest;
    const [renditions, pictures] = shown ? await Promise.all([editions.renditions(id, shown.number), editions.pictures(id, shown.number)]) : [[], []];
    return {
      state: latest?.state ?? 'none',
      progress: latest?.progress ?? 0,
      original: original && {
        name: original.name,
        bytes: original.bytes,
        seconds: original.facts.seconds,
        width: original.facts.video?.width ?? null,
        height: original.facts.video?.height ?? null,
        sounds: original.facts.audio !== null,
      },
      renditions: renditions.map(({ name, width, height, meanBits, bytes }) => ({ name, width, height, bits: meanBits, bytes })),
      frames: pictures
        .filter(({ kind }) => kind === 'frame')
        .map(({ name, atSeconds }) => ({ name, atSeconds: atSeconds ?? 0, address: `${streamPath}/${id}/${shown?.number}/${name}.jpg` })),
      sprites: inForce && pictures.some(({ kind }) => kind === 'sprites') ? `${streamPath}/${id}/sprites.vtt` : null,
      wave: pictures.some(({ kind }) => kind === 'wave'),
      cut: inForce !== null && [inForce.encode, inForce.show].some(({ from, to }) => from !== null || to !== null),
    };
  }

  async function record(action: string, id: string, { actor, requestId }: Call, data: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await ctx.audit.record({ action, actor, subject: `programme/${id}`, requestId, data });
  }
}

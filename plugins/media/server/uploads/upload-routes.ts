import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { programmeId } from '../../shared/programme.ts';
import { uploadPlace, uploadProgrammeInput, uploadState } from '../../shared/uploads.ts';
import { personOf } from '../context.ts';
import type { OnDemandConfig } from '../on-demand-config.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import { uploadPath } from './upload-protocol.ts';
import type { Uploads } from './uploads.ts';

/** A programme is made first, with its words; then its file comes by tus. */
export function registerUploadRoutes(
  { ctx, programmes, ofOffice, assertServices, assertChannel }: ProgrammeParts,
  uploads: Uploads,
  config: OnDemandConfig,
): void {
  ctx.route({
    method: 'post',
    path: '/office/uploads',
    access: 'programme.write',
    summary: 'Makes a programme whose file is going to be uploaded, and says where to',
    input: uploadProgrammeInput,
    output: uploadPlace,
    async handle({ kind, unit, ...words }, call) {
      if (!ctx.access.may(call.actor, 'media:programme.write', unit)) throw new AmanahError('HTTP_PERMISSION_DENIED', { detail: unit });
      assertServices(words.services);
      await assertChannel(words.channel, call);
      const createdBy = personOf(call);
      const id = await ctx.db.transaction((tx) => programmes.create(tx, { ...words, kind, unit, origin: 'upload', state: 'uploading', createdBy }));
      await ctx.audit.record({
        action: 'programme.begun',
        actor: call.actor,
        subject: `programme/${id}`,
        requestId: call.requestId,
        data: { title: words.title },
      });
      return { id, ...(await place(unit)) };
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/programmes/{id}/upload',
    access: 'programme.read',
    summary: 'The latest upload of a programme and how far it is',
    input: z.strictObject({ id: programmeId }),
    output: uploadState.extend({ place: uploadPlace }),
    async handle({ id }, call) {
      const { unit } = await ofOffice(id, 'programme.read', call);
      const found = await uploads.latestOf(id);
      const upload = found && {
        to: `${uploadPath}/${found.id}`,
        name: found.name,
        bytes: found.bytes,
        received: found.received,
        state: found.state,
        expiresAt: new Date(found.lastAt.getTime() + config.keepUploadsHours * 3_600_000).toISOString(),
      };
      return { upload, place: { id, ...(await place(unit)) } };
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/abandon',
    access: 'programme.write',
    summary: 'Gives up a programme whose file never came, so that it can be deleted',
    input: z.strictObject({ id: programmeId }),
    output: z.undefined(),
    async handle({ id }, call) {
      await ofOffice(id, 'programme.write', call);
      const latest = await uploads.latestOf(id);
      if (latest?.state === 'arriving') throw new AmanahError('MEDIA_UPLOAD_RUNNING', { detail: id });
      await ctx.db.transaction(async (tx) => {
        const held = await programmes.hold(tx, id);
        if (held.origin !== 'upload' || held.state !== 'uploading') throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${held.state}` });
        await programmes.note(tx, id, { state: 'refused', problem: { code: 'MEDIA_UPLOAD_ABANDONED', params: {} } });
      });
      return undefined;
    },
  });

  async function place(unit: string) {
    const freeBytes = Math.max(0, config.quotaBytesPerUnit - (await uploads.bytesOfUnit(unit)));
    return { endpoint: uploadPath, maxBytes: config.maxUploadBytes, freeBytes };
  }
}

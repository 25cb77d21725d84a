import { randomUUID } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { posterChoice, posterOutput } from '../../shared/processing.ts';
import { programmeId } from '../../shared/programme.ts';
import { cardOf } from '../programmes/answers.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import { redrawnPicture } from '../transcoding/draw-pictures.ts';
import type { Editions } from '../transcoding/editions.ts';
import type { MediaFiles } from './media-files.ts';

const longestPicture = 15 * 1024 ** 2;

/** The poster of a programme, or the cover of an audio programme: one of its frames, or a picture that the office sends. */
export function registerPosterRoutes({ ctx, programmes, ofOffice }: ProgrammeParts, editions: Editions, files: MediaFiles): void {
  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/poster',
    access: 'programme.write',
    summary: 'Chooses a still frame as the poster',
    input: posterChoice,
    output: posterOutput,
    async handle({ id, frame }, call) {
      await ofOffice(id, 'programme.write', call);
      const edition = await editions.inForce(id);
      const found = edition && (await editions.pictures(id, edition.number)).find(({ kind, name }) => kind === 'frame' && name === frame);
      if (!found) throw new AmanahError('HTTP_NOT_FOUND');
      return setPoster(id, found.key, call);
    },
  });

  ctx.route({
    method: 'put',
    path: '/office/programmes/{id}/poster',
    access: 'programme.write',
    summary: 'Takes a picture as the poster; it is drawn anew, without what came with it',
    upload: { maxBytes: longestPicture },
    input: z.strictObject({ id: programmeId }),
    output: posterOutput,
    async handle({ id }, call) {
      await ofOffice(id, 'programme.write', call);
      const chunks: Buffer[] = [];
      for await (const chunk of call.upload!.stream) chunks.push(chunk as Buffer);
      const picture = await redrawnPicture(Buffer.concat(chunks));
      if (!picture) throw new AmanahError('MEDIA_PICTURE_REFUSED', { detail: id });
      const key = `posters/${id}/${randomUUID()}.jpg`;
      await files.put(id, 'picture', key, picture.bytes, { type: picture.type });
      return setPoster(id, key, call);
    },
  });

  async function setPoster(id: string, key: string, { actor, requestId }: Call): Promise<{ poster: string }> {
    const before = await ctx.db.transaction(async (tx) => {
      const held = await programmes.hold(tx, id);
      await programmes.note(tx, id, { poster: key });
      return held;
    });
    // Frames belong to their edition and stay; a picture that was sent is of no use any more.
    if (before.poster?.startsWith('posters/') && before.poster !== key) await files.remove(id, [before.poster]);
    await ctx.audit.record({ action: 'poster.changed', actor, subject: `programme/${id}`, requestId });
    return { poster: cardOf({ ...before, poster: key }).poster! };
  }
}

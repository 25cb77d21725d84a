import type { Call } from '@amanah/plugin-api';
import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { linkInput, linkList, linkMade } from '../../shared/processing.ts';
import { programmeId, programmePage } from '../../shared/programme.ts';
import { personOf } from '../context.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import { linkedPage, linkedProgramme } from './linked-programme.ts';
import type { PrivateLinks } from './private-links.ts';

/** Private links: made and withdrawn by those who publish, opened by whoever has one. */
export function registerLinkRoutes({ ctx, programmes, services, streams, ofOffice }: ProgrammeParts, links: PrivateLinks): void {
  ctx.route({
    method: 'get',
    path: '/office/programmes/{id}/links',
    access: 'programme.read',
    summary: 'Private links of a programme, the newest first',
    input: z.strictObject({ id: programmeId }),
    output: linkList,
    async handle({ id }, call) {
      await ofOffice(id, 'programme.read', call);
      const moment = (at: Date) => at.toISOString();
      return {
        links: (await links.list(id)).map(({ id: link, note, expiresAt, createdAt, withdrawnAt }) => ({
          id: link,
          note,
          expiresAt: moment(expiresAt),
          createdAt: moment(createdAt),
          withdrawnAt: withdrawnAt && moment(withdrawnAt),
        })),
      };
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/links',
    access: 'programme.publish',
    summary: 'Makes a link that opens a published programme to whoever has it, for so many hours; its address is told only now',
    input: linkInput,
    output: linkMade,
    async handle({ id, note, hours }, call) {
      const one = await ofOffice(id, 'programme.publish', call);
      if (one.state !== 'published') throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${one.state}` });
      const { token, link } = await links.make(id, { note, hours, by: personOf(call) });
      await record('link.made', id, link.id, call);
      return { id: link.id, address: new URL(`/watch/${id}?link=${token}`, ctx.publicUrl).href, expiresAt: link.expiresAt.toISOString() };
    },
  });

  ctx.route({
    method: 'delete',
    path: '/office/programmes/{id}/links/{link}',
    access: 'programme.publish',
    summary: 'Withdraws a private link',
    input: z.strictObject({ id: programmeId, link: z.string().max(20) }),
    output: z.undefined(),
    async handle({ id, link }, call) {
      await ofOffice(id, 'programme.publish', call);
      await links.withdraw(id, link);
      await record('link.withdrawn', id, link, call);
      return undefined;
    },
  });

  ctx.route({
    method: 'get',
    path: '/links/{token}',
    access: { public: 'a private link is for whoever was given it; its signature is checked' },
    limit: { perMinute: 60 },
    summary: 'The programme that a private link opens, with an address of its stream that holds for this visit',
    input: z.strictObject({ token: z.string().min(1).max(60) }),
    output: programmePage,
    async handle({ token }) {
      return linkedPage(await linkedProgramme(links, programmes, token), services, streams.grants);
    },
  });

  async function record(action: string, id: string, link: string, { actor, requestId }: Call): Promise<void> {
    await ctx.audit.record({ action, actor, subject: `programme/${id}`, requestId, data: { link } });
  }
}

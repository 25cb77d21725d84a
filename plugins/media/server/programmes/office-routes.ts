import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import {
  captionsException,
  officeChoices,
  officeList,
  officeProgramme,
  programmeChange,
  programmeId,
  programmeKinds,
  programmeStates,
} from '../../shared/programme.ts';
import { personOf } from '../context.ts';
import { officeProgrammeOf } from './answers.ts';
import type { ProgrammeParts } from './programme-parts.ts';

const one = z.strictObject({ id: programmeId });
const states = z
  .string()
  .max(200)
  .transform((list) => list.split(','))
  .pipe(z.array(z.enum(programmeStates)).max(programmeStates.length));

/** What the media office does with programmes of every origin: list, read, edit, publish, withdraw, delete. */
export function registerOfficeRoutes({ ctx, programmes, publication, services, ofOffice, assertServices, assertChannel }: ProgrammeParts): void {
  ctx.route({
    method: 'get',
    path: '/office/programmes',
    access: 'programme.read',
    summary: 'Programmes of the units that the caller works for, in every state, the newest first; `states` is a list with commas',
    input: z.strictObject({
      states: states.optional(),
      kind: z.enum(programmeKinds).optional(),
      unit: z.string().max(60).optional(),
      search: z.string().trim().max(100).optional(),
      after: programmeId.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    output: officeList,
    async handle(input, { actor }) {
      const { unit } = input;
      // A unit that is not the caller's has nothing to show, like one that does not exist.
      const asked = unit === undefined ? null : ctx.access.may(actor, 'media:programme.read', unit) ? [unit] : [];
      const units = asked ?? ctx.access.unitsWith(actor, 'media:programme.read');
      const found = await programmes.atWork(units, input.states ?? null, { ...input, limit: input.limit + 1 });
      const page = found.slice(0, input.limit);
      return { programmes: page.map((row) => officeProgrammeOf(row, services)), next: found.length > page.length ? page.at(-1)!.id : null };
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/choices',
    access: 'programme.read',
    summary: 'Units whose programmes the caller sees, and for which of them programmes are prepared and broadcast',
    input: z.strictObject({}),
    output: officeChoices,
    async handle(_input, { actor }) {
      const seen = ctx.access.units().filter(({ id }) => ctx.access.may(actor, 'media:programme.read', id));
      const mayOn = (permission: string, id: string) => ctx.access.may(actor, `media:${permission}`, id);
      return { units: seen.map(({ id, name }) => ({ id, name, mayWrite: mayOn('programme.write', id), mayBroadcast: mayOn('broadcast.run', id) })) };
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/programmes/{id}',
    access: 'programme.read',
    summary: 'One programme as the media office sees it',
    input: one,
    output: officeProgramme,
    handle: async ({ id }, call) => officeProgrammeOf(await ofOffice(id, 'programme.read', call), services),
  });

  ctx.route({
    method: 'patch',
    path: '/office/programmes/{id}',
    access: 'programme.write',
    summary: 'Changes what is written about a programme, its services and chapters; refused when it changed since `version` was read',
    input: programmeChange.extend(one.shape),
    output: officeProgramme,
    async handle({ id, ...change }, call) {
      personOf(call);
      const before = await ofOffice(id, 'programme.write', call);
      if (change.startsAt !== undefined && before.state !== 'scheduled') throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${before.state}` });
      assertServices([...(change.services ?? []), ...(change.chapters ?? []).map(({ service }) => service)]);
      const channel = before.channel?.slug ?? null;
      if (change.channel !== undefined && change.channel !== channel) for (const slug of [channel, change.channel]) await assertChannel(slug, call);
      await ctx.db.transaction((tx) => programmes.change(tx, id, change));
      const fields = Object.keys(change).filter((field) => field !== 'version');
      await ctx.audit.record({ action: 'programme.changed', actor: call.actor, subject: `programme/${id}`, requestId: call.requestId, data: { fields } });
      return officeProgrammeOf(await ofOffice(id, 'programme.write', call), services);
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/publish',
    access: 'programme.publish',
    summary: 'Puts a programme on the shelf: with captions, or with the reason why there are none',
    input: one.extend({ captionsException: captionsException.optional() }),
    output: officeProgramme,
    async handle({ id, captionsException: reason }, call) {
      await ofOffice(id, 'programme.publish', call);
      await publication.publish(id, reason ?? null, call);
      return officeProgrammeOf(await ofOffice(id, 'programme.publish', call), services);
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/withdraw',
    access: 'programme.publish',
    summary: 'Takes a programme off the shelf; its files stay',
    input: one.extend({ reason: z.string().trim().min(3).max(500) }),
    output: officeProgramme,
    async handle({ id, reason }, call) {
      await ofOffice(id, 'programme.publish', call);
      await publication.withdraw(id, reason, call);
      return officeProgrammeOf(await ofOffice(id, 'programme.publish', call), services);
    },
  });

  ctx.route({
    method: 'delete',
    path: '/office/programmes/{id}',
    access: 'programme.remove',
    summary: 'Deletes a programme and all its files for good',
    input: one,
    output: z.undefined(),
    async handle({ id }, call) {
      await ofOffice(id, 'programme.remove', call);
      await publication.remove(id, call);
      return undefined;
    },
  });
}

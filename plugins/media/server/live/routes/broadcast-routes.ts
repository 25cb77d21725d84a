import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { broadcastMonitor, broadcastPlan, encoderAddress, plannedBroadcast } from '../../../shared/broadcast.ts';
import { officeProgramme, programmeId } from '../../../shared/programme.ts';
import { officeProgrammeOf, problemOf, streamPath } from '../../programmes/answers.ts';
import type { Live } from '../live-parts.ts';
import { trimRecording } from '../recording/trim-recording.ts';
import { planBroadcast } from './plan-broadcast.ts';

const one = z.strictObject({ id: programmeId });
const linkSeconds = { least: 60, most: 86_400, usual: 3_600 } as const;

/** The broadcast desk of the media office. */
export function registerBroadcastRoutes({ programmes: parts, broadcasts, channels, server, viewers, store }: Live): void {
  const { ctx, services, ofOffice, streams } = parts;

  const found = async (id: string, call: Call) => {
    await ofOffice(id, 'broadcast.run', call);
    const broadcast = await broadcasts.find(id);
    if (!broadcast) throw new AmanahError('MEDIA_PROGRAMME_UNKNOWN', { detail: id });
    return broadcast;
  };
  const record = (action: string, id: string, { actor, requestId }: Call, data: Readonly<Record<string, unknown>> = {}) =>
    ctx.audit.record({ action, actor, subject: `programme/${id}`, requestId, data });
  const answer = async (id: string, call: Call) => officeProgrammeOf(await ofOffice(id, 'broadcast.run', call), services);

  ctx.route({
    method: 'post',
    path: '/office/broadcasts',
    access: 'broadcast.run',
    summary: 'Enters a broadcast to come; answers the address for its encoder and the one-time key, which is shown this once',
    input: broadcastPlan,
    output: plannedBroadcast,
    async handle(plan, call) {
      const unit =
        plan.unit ?? (call.actor?.capacity.kind === 'official' ? call.actor.capacity.unit : ctx.access.unitsWith(call.actor, 'media:broadcast.run')?.[0]);
      if (unit === undefined || !ctx.access.may(call.actor, 'media:broadcast.run', unit))
        throw new AmanahError('MEDIA_UNIT_UNKNOWN', { params: { unit: unit ?? '' } });
      parts.assertServices(plan.services);
      await parts.assertChannel(plan.channel, call);
      const { db, access, audit } = ctx;
      const { id, key } = await planBroadcast({ db, access, audit, programmes: parts.programmes, broadcasts }, { ...plan, unit }, call);
      return { programme: await answer(id, call), encoder: { address: await server.openAddress(), key } };
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/broadcasts/{id}',
    access: 'broadcast.run',
    summary: 'How a broadcast runs: signal, bit rate, frames, speed, viewers, and why an encoder was refused',
    input: one,
    output: broadcastMonitor,
    async handle({ id }, call) {
      const { state, signal, source, awaySince, soundOnly, startedAt, hasKey, keyIssuedAt, problem, monitor } = await found(id, call);
      const moment = (at: Date | null) => at?.toISOString() ?? null;
      return {
        state,
        signal,
        source,
        awaySince: moment(awaySince),
        soundOnly,
        startedAt: moment(startedAt),
        address: await server.address(),
        hasKey,
        keyIssuedAt: moment(keyIssuedAt),
        viewers: await viewers.total(ctx.db, id),
        problem: problemOf(problem),
        figures: state === 'live' ? (channels.get(id)?.figures() ?? monitor) : null,
      };
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/broadcasts/{id}/key',
    access: 'broadcast.run',
    summary: 'A new key for the encoder, shown this once; the one before opens nothing any more',
    input: one,
    output: encoderAddress,
    async handle({ id }, call) {
      const { state } = await found(id, call);
      if (state !== 'scheduled' && state !== 'live') throw new AmanahError('MEDIA_BROADCAST_OVER', { detail: id });
      const key = await broadcasts.renewKey(id);
      await record('broadcast.key-issued', id, call);
      return { address: await server.openAddress(), key };
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/broadcasts/{id}/sound-only',
    access: 'broadcast.run',
    summary: 'Sound with a still picture from now on, or the picture again',
    input: one.extend({ on: z.boolean() }),
    output: z.undefined(),
    async handle({ id, on }, call) {
      const { state } = await found(id, call);
      if (state !== 'scheduled' && state !== 'live') throw new AmanahError('MEDIA_BROADCAST_OVER', { detail: id });
      await broadcasts.setSoundOnly(id, on ? 'asked' : null);
      await record('broadcast.sound-only', id, call, { on });
      await channels.get(id)?.setSoundOnly(on ? 'asked' : null);
      return undefined;
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/broadcasts/{id}/end',
    access: 'broadcast.run',
    summary: 'Ends a broadcast; what was sent is its recording, published at once where the reason for missing captions was given before',
    input: one,
    output: officeProgramme,
    async handle({ id }, call) {
      const broadcast = await found(id, call);
      if (broadcast.state !== 'live') throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${broadcast.state}` });
      await record('broadcast.end-asked', id, call);
      await channels.end(broadcast, 'asked');
      return answer(id, call);
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/broadcasts/{id}/trim',
    access: 'programme.write',
    summary: 'Shows a recording from and to so many seconds after its beginning, at the borders of segments; without them, all of it',
    input: one.extend({ from: z.number().min(0).max(86_400).nullable(), to: z.number().min(0).max(86_400).nullable() }),
    output: officeProgramme,
    async handle({ id, from, to }, call) {
      await ofOffice(id, 'programme.write', call);
      const cut = await trimRecording(parts, store, id, from, to);
      streams.forget(id);
      await record('recording.trimmed', id, call, cut);
      return officeProgrammeOf(await ofOffice(id, 'programme.write', call), services);
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/programmes/{id}/grant',
    access: 'programme.read',
    summary: 'A signed address of the stream for whoever has it, for a while: for a device that cannot sign in',
    input: one.extend({ seconds: z.number().int().min(linkSeconds.least).max(linkSeconds.most).default(linkSeconds.usual) }),
    output: z.strictObject({ address: z.string(), until: z.string() }),
    async handle({ id, seconds }, call) {
      await ofOffice(id, 'programme.read', call);
      await record('stream.granted', id, call, { seconds });
      const address = new URL(`${streamPath}/${id}/master.m3u8?g=${streams.grants.make(id, seconds)}`, ctx.publicUrl).href;
      return { address, until: new Date(Date.now() + seconds * 1_000).toISOString() };
    },
  });
}

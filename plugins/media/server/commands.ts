import { defineCommands } from '@amanah/plugin-api';
import { z } from 'zod';
import { broadcastPlan } from '../shared/broadcast.ts';
import { manifest } from '../manifest.ts';
import { Broadcasts } from './live/channel/broadcasts.ts';
import { addressOf, waitForAddress } from './live/encoder-address.ts';
import { planBroadcast } from './live/routes/plan-broadcast.ts';
import type { MediaConfig } from './media-config.ts';
import { Programmes } from './programmes/programmes.ts';

/** The running hub begins to take encoders within seconds after the first broadcast is planned. */
const addressMs = 15_000;
const by = { actor: null, requestId: 'command-line' } as const;

export default defineCommands(manifest, (add) => {
  add({
    name: 'broadcast add',
    summary: 'plans a live broadcast; prints the RTMP address and the one-time key for its encoder',
    input: z.object({
      titleAr: z.string().describe('title in Arabic'),
      titleEn: z.string().describe('title in English'),
      kind: z.enum(['video', 'audio']).default('video').describe('video or audio'),
      unit: z.string().default(manifest.owner).describe('unit that broadcasts'),
      audience: z.enum(['everyone', 'signed-in', 'unit']).default('everyone').describe('who may watch: everyone, signed-in or unit'),
      startsAt: z.string().optional().describe('ISO moment; default: now'),
      language: z.array(z.string()).default(['ar']).describe('spoken language, repeatable'),
      service: z.array(z.string()).default([]).describe('code of a linked service, repeatable'),
      withoutCaptions: z.string().optional().describe('why the recording may be published without captions'),
    }),
    async run({ titleAr, titleEn, kind, unit, audience, startsAt, language, service, withoutCaptions }, ctx) {
      const plan = broadcastPlan.parse({
        title: { ar: titleAr, en: titleEn },
        kind,
        audience,
        languages: language,
        services: service,
        ...(startsAt === undefined ? {} : { startsAt }),
        ...(withoutCaptions === undefined ? {} : { captionsException: withoutCaptions }),
      });
      const { db, access, audit, publicUrl } = ctx;
      const parts = { db, access, audit, programmes: new Programmes(db), broadcasts: new Broadcasts(db) };
      const { id, key } = await planBroadcast(parts, { ...plan, unit }, by);
      const { live } = ctx.config as MediaConfig;
      const address = await waitForAddress(() => addressOf(db, live, publicUrl), addressMs);
      const page = new URL(`/watch/${id}`, publicUrl).href;
      return {
        result: { id, address, key, page },
        lines: [`${page}`, `RTMP ${address ?? '—'}`, `key ${key}`],
      };
    },
  });
});

import { z } from 'zod';
import type { Content } from './content.ts';
import { durationWords, feeWords } from './service-words.ts';

const text = z.strictObject({ ar: z.string(), en: z.string() });

/** One service as the unified national portal takes it over (rules.md A7): both languages and a stable deep link. */
export const feedAnswer = z.strictObject({
  organisation: text,
  updated: z.string(),
  services: z.array(
    z.strictObject({
      code: z.string(),
      id: z.string(),
      name: text,
      summary: text,
      class: z.string(),
      audiences: z.array(z.string()),
      channels: z.array(z.string()),
      owner: text,
      duration: text,
      durationIso: z.string(),
      fee: text,
      free: z.boolean(),
      lifeEvents: z.array(z.string()),
      link: z.string(),
    }),
  ),
});

export type Feed = z.infer<typeof feedAnswer>;

/** The whole catalogue for exchange; links are paths under the portal's address. */
export function feedOf(content: Content): Feed {
  return {
    organisation: { ar: 'أمانة المنطقة الشرقية', en: 'Eastern Province Municipality (Amanah)' },
    updated: content.extra.updated,
    services: content.services.map((service) => ({
      code: service.code,
      id: service.id,
      name: service.name,
      summary: service.summary,
      class: service.class,
      audiences: service.audiences,
      channels: service.channels,
      owner: { ar: service.owner.ar, en: service.owner.en },
      duration: durationWords(service.duration),
      durationIso: service.duration,
      fee: feeWords(service.fee),
      free: service.fee.basis === 'free',
      lifeEvents: service.lifeEvents,
      link: `/services/${service.code}`,
    })),
  };
}

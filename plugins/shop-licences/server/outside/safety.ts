import { z } from 'zod';
import type { Context } from '../context.ts';
import { deadlineMs } from './establishment.ts';

const listed = z.object({
  data: z.array(z.object({ certificateNo: z.string(), shortAddress: z.string(), activityCode: z.string(), state: z.string() })).nullish(),
});
const certificate = z.object({ number: z.string(), shortAddress: z.string(), state: z.string(), issuedOn: z.string(), validUntil: z.string() });

/** A safety certificate of Civil Defense. */
export type SafetyCertificate = z.infer<typeof certificate> & { readonly activityCode: string };

/** Certificates of an establishment that Civil Defense calls valid. @throws what the connected system throws */
export async function certificatesOf(ctx: Pick<Context, 'systems'>, unifiedNumber: string, signal?: AbortSignal): Promise<readonly SafetyCertificate[]> {
  const options = { deadlineMs, ...(signal ? { signal } : {}) };
  const { data } = listed.parse(await ctx.systems.civilDefense.operation('certificates')({ unifiedNumber }, options));
  const valid = (data ?? []).filter(({ state }) => state === 'VALID');
  const one = async ({ certificateNo, activityCode }: (typeof valid)[number]) => ({
    ...certificate.parse(await ctx.systems.civilDefense.operation('certificate')({ certificateNo }, options)),
    activityCode,
  });
  return Promise.all(valid.map(one));
}

import { z } from 'zod';
import type { Context } from '../context.ts';
import { deadlineMs } from './establishment.ts';

const address = z.object({
  shortAddress: z.string(),
  buildingNumber: z.string(),
  street: z.string().nullish(),
  district: z.string().nullish(),
  city: z.string(),
  postalCode: z.string(),
});
const page = z.object({ addresses: z.array(address) });

/** A national address; its register answers in Arabic. */
export type Address = z.infer<typeof address>;

/** National addresses of a person or establishment. @throws what the connected system throws */
export async function addressesOf(ctx: Pick<Context, 'systems'>, holder: string, signal?: AbortSignal): Promise<readonly Address[]> {
  const found: Address[] = [];
  for await (const one of ctx.systems.nationalAddress.operation('addressesOf').pages({ holder }, { deadlineMs, ...(signal ? { signal } : {}) }))
    found.push(...page.parse(one).addresses);
  return found;
}

/** An address in one line. */
export const addressLine = ({ buildingNumber, street, district, city, postalCode }: Address): string =>
  [[buildingNumber, street].filter(Boolean).join(' '), district, `${city} ${postalCode}`].filter(Boolean).join('، ');

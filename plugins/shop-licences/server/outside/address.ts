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
  location: z.object({ latitude: z.number(), longitude: z.number() }).nullish(),
});
const page = z.object({ addresses: z.array(z.object({ shortAddress: z.string() })) });

/** A national address; its register answers in Arabic. */
export type Address = z.infer<typeof address>;

/** The first national address of a person or establishment; `null` when there is none. @throws what the connected system throws */
export async function addressOf(ctx: Pick<Context, 'systems'>, holder: string, signal?: AbortSignal): Promise<Address | null> {
  const options = { deadlineMs, ...(signal ? { signal } : {}) };
  const [first] = page.parse(await ctx.systems.nationalAddress.operation('addressesOf')({ holder }, options)).addresses;
  return first ? addressAt(ctx, first.shortAddress, signal) : null;
}

/** A national address by its short code. @throws what the connected system throws */
export async function addressAt(ctx: Pick<Context, 'systems'>, shortAddress: string, signal?: AbortSignal): Promise<Address> {
  return address.parse(await ctx.systems.nationalAddress.operation('address')({ shortAddress }, { deadlineMs, ...(signal ? { signal } : {}) }));
}

/** An address in one line. */
export const addressLine = ({ buildingNumber, street, district, city, postalCode }: Address): string =>
  [[buildingNumber, street].filter(Boolean).join(' '), district, `${city} ${postalCode}`].filter(Boolean).join('، ');

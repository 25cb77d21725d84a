import { z } from 'zod';
import { connectedKinds } from './network-kinds.ts';

const title = z.string().trim().min(1).max(60);

const ownMachine = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const address = z.url({ protocol: /^https?$/ }).max(300);

/** How a network of others is reached. */
export const networkReach = z.strictObject({
  kind: z.enum(connectedKinds),
  /** Where its API answers; a token that somebody typed never goes in clear over a network. */
  url: address.refine((url) => url.startsWith('https:') || ownMachine.test(URL.parse(url)?.hostname ?? ''), 'an https address'),
  /** Chat (telegram) or page (facebook). */
  account: z.string().trim().max(100).default(''),
  token: z.string().trim().min(1).max(2_000),
});

/** A network of others as it is connected. */
export const newNetwork = networkReach.extend({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  title: z.strictObject({ ar: title, en: title }),
});
export type NewNetwork = z.infer<typeof newNetwork>;

/** A network of the configuration: stand-ins of trials have whatever address they have. */
export const configuredNetwork = newNetwork.extend({ url: address });

import { z } from 'zod';
import { frameSite } from './embedding/frame-sites.ts';
import { configuredNetwork } from '../shared/network.ts';

/** `config/plugins/social.yaml`, with that of the profile over it. */
export const configuration = z.strictObject({
  /** Outside sites whose pages news may show in a frame. */
  sites: z.array(frameSite).default([]),
  /** File under `config/` with items that are published at the first start, for trials. */
  news: z.string().nullable().default(null),
  /** Networks that are connected from the start, for trials: elsewhere an operator connects them, and their tokens are sealed. */
  networks: z.array(configuredNetwork).default([]),
  /** Our own account in the Fediverse: `@handle@host`. `privateAddresses`: servers in private networks are spoken to, for tests on one machine only. */
  fediverse: z
    .strictObject({
      handle: z
        .string()
        .regex(/^[a-z0-9_]{2,30}$/)
        .default('eamana'),
      privateAddresses: z.boolean().default(false),
    })
    .default({ handle: 'eamana', privateAddresses: false }),
});
export type Configuration = z.infer<typeof configuration>;

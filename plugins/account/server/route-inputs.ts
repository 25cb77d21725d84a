import type { PluginContext } from '@amanah/plugin-api';
import { z } from 'zod';
import type { manifest } from '../manifest.ts';

export type Context = PluginContext<typeof manifest>;

export const nothing = z.strictObject({});
export const id = z.string().min(1).max(200);
/** Acts on the account's own safety need a sign-in or step-up not older than this. */
export const freshSeconds = 900;

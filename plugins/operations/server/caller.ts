import { AmanahError } from '@amanah/errors';
import type { Actor, AnyActor, Call, PluginContext } from '@amanah/plugin-api';
import { z } from 'zod';
import type { manifest } from '../manifest.ts';

export type Context = PluginContext<typeof manifest>;

export const nothing = z.strictObject({});
/** Id of a thing in a path. */
export const id = z.string().min(1).max(200);
/** Acts that end a session or change a secret need a second factor proved within this time. */
export const FRESH_SECONDS = 900;

/** Who acts; a route with a permission is never called by nobody. @throws HTTP_SIGN_IN_NEEDED */
export function signedIn({ actor }: Call): Actor {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  return actor;
}

/** Who acts on a route that is open to systems too. @throws HTTP_SIGN_IN_NEEDED */
export function callerOf(call: Call): AnyActor {
  return call.system ?? signedIn(call);
}

import { AmanahError } from '@amanah/errors';
import type { Call, PluginContext } from '@amanah/plugin-api';
import type { manifest } from '../manifest.ts';
import type { MediaConfig } from './media-config.ts';

export type Context = PluginContext<typeof manifest, MediaConfig>;

/** Account of who calls. @throws HTTP_SIGN_IN_NEEDED */
export function personOf({ actor }: Call): string {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  return actor.person.id;
}

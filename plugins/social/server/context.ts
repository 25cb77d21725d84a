import { AmanahError } from '@amanah/errors';
import type { Call, PluginContext } from '@amanah/plugin-api';
import type { manifest } from '../manifest.ts';
import type { Configuration } from './configuration.ts';
import type { Doer } from './news/news-rows.ts';

export type Context = PluginContext<typeof manifest, Configuration>;

/** Who calls, as steps record them. @throws HTTP_SIGN_IN_NEEDED */
export function personOf({ actor }: Call): NonNullable<Doer> {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  return { id: actor.person.id, name: actor.person.name };
}

import { AmanahError } from '@amanah/errors';
import type { Actor, Call } from '@amanah/plugin-api';

export function signedIn({ actor }: Call): Actor {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  return actor;
}

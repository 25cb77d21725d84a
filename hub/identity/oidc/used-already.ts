import { errors } from 'oidc-provider';

/** Of two uses of a code or refresh token at the same moment, also on two replicas, one wins; the other is answered with this. */
export function usedAlready(): Error {
  return new errors.InvalidGrant('already used');
}

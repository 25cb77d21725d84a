import type { RequestHandler } from 'express';
import type { Identity } from '../identity/contract.ts';
import { leavesSessionUnread } from './protocol-match.ts';

/**
 * On the API an access token says who calls, and nothing else does: a session cookie beside it is not looked at. Browsers add no such header by
 * themselves, so that a call with a token cannot be forged by another site.
 */
export function readSystem(identity: Pick<Identity, 'systemOf'>): RequestHandler {
  return async (request, _response, next) => {
    if (!leavesSessionUnread(request.context)) request.context.system = await identity.systemOf(request);
    next();
  };
}

/** The session of the portal's own cookie, where no token says who calls. */
export function readSession(identity: Pick<Identity, 'sessions'>): RequestHandler {
  return async (request, _response, next) => {
    if (!request.context.system && !leavesSessionUnread(request.context)) request.context.session = await identity.sessions.ofPortal(request);
    next();
  };
}

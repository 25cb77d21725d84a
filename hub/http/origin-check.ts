import { AmanahError } from '@amanah/errors';
import type { RequestHandler } from 'express';
import { leavesSessionUnread } from './protocol-match.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that rests on the session cookie unless it comes from the portal's own pages. Sibling hosts are same-site,
 * so SameSite is no defence. A call of the API with an access token rests on no cookie; the OIDC endpoints have their own state against forgery,
 * and a protocol that proves its sender itself is never told of a session.
 */
export function originCheck(publicUrl: URL): RequestHandler {
  return (request, _response, next) => {
    const carriesSession = /(?:^|;\s*)(?:__Host-)?amanah=/.test(request.headers.cookie ?? '');
    if (
      request.context.system ||
      leavesSessionUnread(request.context) ||
      safeMethods.has(request.method) ||
      !carriesSession ||
      request.path.startsWith('/oidc/') ||
      request.headers.origin === publicUrl.origin
    )
      return next();
    next(new AmanahError('HTTP_ORIGIN_REFUSED', { detail: `origin "${request.headers.origin ?? 'none'}", expected "${publicUrl.origin}"` }));
  };
}

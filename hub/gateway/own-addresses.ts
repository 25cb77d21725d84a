import type { IncomingMessage, ServerResponse } from 'node:http';
import { AmanahError } from '@amanah/errors';
import type { RequestContext } from '../http/request-context.ts';
import type { Session, Sessions } from '../identity/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import { barData, barFiles } from './portal-bar.ts';
import type { RequestTarget } from './request-target.ts';
import { seeOther } from './see-other.ts';

export interface OwnAddressSources {
  readonly sessions: Pick<Sessions, 'ofSystem' | 'redeemTicket' | 'markReached'>;
  readonly publicUrl: URL;
  readonly assertMay: (system: WebSystemDefinition, session: Session | null) => void;
}

/** The hub's own addresses on a system's host, `/.amanah/*`; none of them is ever forwarded. */
export function ownAddresses({ sessions, publicUrl, assertMay }: OwnAddressSources) {
  // The language that was chosen at the portal, for this host. Not HttpOnly: it is no secret.
  const languageCookie = (asked: string | null) =>
    `amanah_lang=${asked === 'en' ? 'en' : 'ar'}; Path=/; Max-Age=31536000; SameSite=Lax${publicUrl.protocol === 'https:' ? '; Secure' : ''}`;
  return async function answerOwn(
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
    system: WebSystemDefinition,
    { own, query: asked }: RequestTarget,
  ): Promise<void> {
    const query = new URLSearchParams(asked);
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new AmanahError('HTTP_METHOD_NOT_ALLOWED');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const file = barFiles[own ?? ''];
    if (file) {
      response.setHeader('Content-Type', file.type);
      response.setHeader('Cache-Control', 'public, max-age=300');
      return void response.end(file.body);
    }
    response.setHeader('Cache-Control', 'no-store');
    if (own === 'bar.json') {
      const session = await sessions.ofSystem(request, system.id);
      assertMay(system, session);
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      return void response.end(JSON.stringify(barData(context.language, publicUrl, system, session)));
    }
    if (own === 'language') {
      response.setHeader('Set-Cookie', languageCookie(query.get('to')));
      return seeOther(response, localPath(query.get('rd')));
    }
    if (own === 'ticket') {
      const redeemed = await sessions.redeemTicket(query.get('ticket') ?? '', system.id, request);
      if (!redeemed) throw new AmanahError('GATEWAY_TICKET_REFUSED');
      await sessions.markReached(redeemed.session, system.id);
      response.setHeader('Set-Cookie', [redeemed.setCookie, languageCookie(query.get('lang'))]);
      response.setHeader('Referrer-Policy', 'no-referrer');
      return seeOther(response, localPath(query.get('rd')));
    }
    throw new AmanahError('HTTP_NOT_FOUND');
  };
}

/** A path on the same host to go on to, or the root: never another host. */
export function localPath(asked: unknown): string {
  return typeof asked === 'string' && /^\/(?![/\\])/.test(asked) && !/[\u0000-\u0020\u007f\\]/.test(asked) ? asked : '/';
}

import type { Request, Response } from 'express';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { capacitiesOf } from './capacities.ts';
import { cookieNames, setCookie } from './cookies.ts';
import { rememberDevice } from './known-device.ts';
import type { PostgresSessionStore, SignInMethod } from './session-store.ts';
import type { LiveSessions } from './sessions.ts';
import { closeEnded } from './sign-out.ts';

const deviceSeconds = 365 * 86_400;

export interface SessionSources {
  readonly config: HubConfig;
  readonly store: Store;
  readonly audit: Audit;
  readonly sessionStore: PostgresSessionStore;
  readonly sessions: LiveSessions;
}

/** Opens a session for a person who has proved who they are, in place of the browser's earlier one; returns the address to go to. */
export async function openSession(
  { config, store, audit, sessionStore, sessions }: SessionSources,
  { request, response, personId, method, returnTo }: { request: Request; response: Response; personId: string; method: SignInMethod; returnTo: string },
): Promise<string> {
  const https = config.publicUrl.protocol === 'https:';
  const names = cookieNames(https);
  const before = await sessions.ofPortal(request);
  // The browser need not wait until the systems of its earlier session have heard.
  if (before) {
    const ended = await sessionStore.revoke({ sessionId: before.id });
    closeEnded({ sessionStore, sessions }, ended).catch((error: unknown) =>
      request.context.log.warn({ err: error }, 'an earlier session was not closed everywhere'),
    );
  }
  const token = await sessionStore.create({ personId, method, request, address: request.ip ?? '' });
  response.append('Set-Cookie', setCookie(names.portal, token, https));
  response.append('Set-Cookie', setCookie(names.attempt, '', https, 0));
  response.append('Set-Cookie', setCookie(names.device, rememberDevice(request, names.device, config.sealKey, personId), https, deviceSeconds));
  const session = await sessionStore.byToken(token);
  await audit.record({
    action: 'session.opened',
    actor: session?.actor ?? null,
    subject: personId,
    requestId: request.context.requestId,
    data: { method },
  });
  const { choices, registerDown } = await capacitiesOf(store.hub, personId, config.commerceRegister);
  const mustChoose = choices.length > 1 || registerDown;
  return mustChoose ? `/auth/capacity?rd=${encodeURIComponent(returnTo)}` : returnTo;
}

import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Language } from '@amanah/errors';
import type { Log, SystemActor } from '@amanah/plugin-api';
import type { Session } from '../identity/contract.ts';
import type { MatchedProtocol } from './protocol-match.ts';
import { readingCookie, readingSettingsIn, type ReadingSettings } from './frame/reading-settings.ts';
import type { Surroundings } from './frame/surroundings.ts';

/** What every step of one request knows. */
export interface RequestContext {
  /** From `X-Request-Id` when well formed; goes to answers, upstreams, logs and the audit record. */
  readonly requestId: string;
  readonly language: Language;
  /** Path and query as asked. */
  readonly path: string;
  session: Session | null;
  /** The system that calls the API with an access token; there is no session then. */
  system: SystemActor | null;
  /** For this answer's scripts and styles. */
  readonly nonce: string;
  readonly log: Log;
  /** The protocol of a plugin that the path belongs to. */
  protocol?: MatchedProtocol | undefined;
  /** Text size, theme, contrast, motion and digits that the visitor chose. */
  reading?: ReadingSettings;
  /** Set on the portal's own host only. */
  surroundings?: Surroundings;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way to extend Express's request type
  namespace Express {
    interface Request {
      context: RequestContext;
    }
  }
}

/** Context of a request before its session is read. */
export function contextOf(request: IncomingMessage, log: Log): RequestContext {
  const { headers, url } = request;
  const path = url ?? '/';
  const requestId = requestIdOf(request);
  let language: Language | undefined;
  let nonce: string | undefined;
  let child: Log | undefined;
  return {
    requestId,
    // What follows with `get` is made when asked for: most requests draw no page and log nothing of their own.
    get language() {
      return (language ??= languageOf({ headers, url }));
    },
    path,
    session: null,
    system: null,
    get nonce() {
      return (nonce ??= randomBytes(16).toString('base64'));
    },
    get log() {
      return (child ??= 'child' in log && typeof log.child === 'function' ? (log.child({ requestId }) as Log) : log);
    },
    reading: headers.cookie?.includes(readingCookie) ? readingSettingsIn(request) : undefined,
  };
}

/** The caller's request id when it is 8–128 plain characters, else a new one. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,128}$/.test(given) ? given : randomUUID();
}

/** Cookie `amanah_lang`, else `?lang=`, else Arabic. */
export function languageOf(request: Pick<IncomingMessage, 'headers' | 'url'>): Language {
  const cookie = /(?:^|;\s*)amanah_lang=(ar|en)(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
  const query = /[?&]lang=(ar|en)(?:&|$)/.exec(request.url ?? '')?.[1];
  return (cookie ?? query ?? 'ar') as Language;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access, CallLimit } from './access.ts';
import type { Call } from './actor.ts';
import type { PluginManifest } from './manifest.ts';

export type ProtocolMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** What the path of a protocol or socket held: `:name` by its name, a trailing wildcard as `*` (parts joined by `/`, none of them `..`). */
export type PathParams = Readonly<Record<string, string>>;

/** Addresses whose form an outside protocol prescribes (tus, HLS, ActivityPub, feeds, oEmbed): answered by a handler in the style of Node. */
export interface ProtocolDefinition<M extends PluginManifest> {
  /**
   * Whole path under `/api/<plugin>/`, or at or under an address of the manifest's `addresses`; `:name` is one part, a trailing `*` takes the
   * rest: `/api/media/hls/:programme/*`, `/.well-known/webfinger`. No route of the plugin may lie under it.
   */
  readonly at: `/${string}`;
  /** Whatever else is asked gets 405 with `Allow`. `GET` brings `HEAD` with it: the handler answers it alike, no body is sent. */
  readonly methods: readonly ProtocolMethod[];
  readonly access: Access<M>;
  readonly summary: string;
  /** Systems call it too with a token of their own client, as routes with the same field; only under `/api`. */
  readonly openToSystems?: true;
  /**
   * How the protocol itself proves who sends (such as "HTTP signature of the sender's server"). The session cookie is not read then, so that no other
   * site can act by it, and the check of the `Origin` is left out; only for public access, and `call.actor` is always `null`.
   */
  readonly ownAuthentication?: string;
  /** Any site may load and read it (oEmbed, feeds, embedded scripts): CORS for all and without cookies. Only for public access; the session cookie is not read. */
  readonly crossOrigin?: true;
  /** Longest body in bytes, default 1 MiB. A body must say its length (`Content-Length`), else 411. */
  readonly maxBodyBytes?: number;
  /** Longest time in milliseconds until the answer has begun, default 30,000; the handler's signal aborts then and the caller gets 504. */
  readonly answerWithinMs?: number;
  readonly limit?: CallLimit;
  /**
   * Reads the body as it streams and answers; resolves once it has begun to answer. What it throws before that becomes an error of the catalogue,
   * afterwards the connection ends. Set already, and its to change: `Cache-Control: no-store`, a content security policy that lets a document do
   * nothing, `nosniff`. `call.signal` aborts when the caller is gone.
   */
  handle(request: IncomingMessage, response: ServerResponse, call: Call, params: PathParams): Promise<void>;
}

/** An open WebSocket. */
export interface PluginSocket {
  /** What the other side sends, in order, until either side closes; while nobody reads, the sender is held up. */
  readonly messages: AsyncIterable<string | Uint8Array>;
  /** Bytes sent that have not left yet: more than 8 MiB of them close the socket. */
  readonly waitingBytes: number;
  /** Sends text or bytes; nothing happens once it is closed. */
  send(message: string | Uint8Array): void;
  /** Says good-bye; `reason` is for programs, at most 100 characters. */
  close(reason?: string): void;
}

/** A WebSocket under `/api/<plugin>`, opened by pages of the portal only. */
export interface SocketDefinition<M extends PluginManifest> {
  /** Under `/api/<plugin>`, with `:name` parts: `/studio/:broadcast`. */
  readonly path: `/${string}`;
  readonly access: Access<M>;
  readonly summary: string;
  /** A longer message closes the socket. */
  readonly maxMessageBytes: number;
  readonly limit?: CallLimit;
  /**
   * Lives as long as the socket is wanted: when it resolves the socket is closed, when it rejects too, with an error in the log. `call.signal` aborts
   * when the socket has closed. It is closed from outside when the session ends or acts in another capacity, when the other side is silent, and when
   * the hub drains: the page connects again.
   */
  handle(socket: PluginSocket, call: Call, params: PathParams): Promise<void>;
}

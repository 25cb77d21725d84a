import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Call, Log, PathParams, PluginSocket } from '@amanah/plugin-api';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Host, PluginSocketPlace } from '../host/contract.ts';
import { pathPattern } from '../host/path-pattern.ts';
import type { Identity, Session } from '../identity/contract.ts';
import { asCaller } from '../systems/calls/current-caller.ts';
import { callLimit } from './call-limit.ts';
import { clientAddress } from './client-address.ts';
import { asAmanahError } from './error-response.ts';
import { networkOf } from './network-of.ts';
import { assertCaller } from './plugin-routes.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { contextOf, type RequestContext } from './request-context.ts';
import { socketMessages } from './socket-messages.ts';
import { inSpan } from './tracing.ts';

const mostSockets = 2_000;
const mostOfSession = 20;
/** Each socket is asked whether it is still there; one that has not answered by the next time is cut off. */
const beatMs = 20_000;
/** One whose plugin does not take out what came cannot answer; after this many beats it is cut off too. */
const mostHeldBeats = 6;
const mostWaitingBytes = 8 * 1_048_576;
/** How long a closed socket has to say good-bye when the hub ends. */
const goodbyeMs = 1_000;

/** Why the hub closed a socket, as close codes for programs. */
const closed = { sessionEnded: 4401, sessionChanged: 4409, handlerFailed: 1011, drained: 1001, tooSlow: 1013 } as const;

interface OpenSocket {
  readonly socket: WebSocket;
  readonly session: Session | null;
  alive: boolean;
  heldBeats: number;
}

/** WebSockets of plugins, on the portal's own host. */
export interface PluginSockets {
  /** Takes an upgrade of the portal's host, or refuses it as plain HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly count: () => number;
  /** Takes no more and closes all. */
  close(): Promise<void>;
}

export interface SocketSources {
  readonly config: Pick<HubConfig, 'publicUrl' | 'trustProxy'>;
  readonly log: Log;
  readonly host: Pick<Host, 'sockets' | 'isRefused' | 'pluginTitle'>;
  readonly access: Access;
  readonly identity: Pick<Identity, 'sessions'>;
}

/** Binds the WebSockets of all started plugins under `/api/<plugin>`. Only pages of the portal open one: the session cookie would come from anywhere. */
export function pluginSockets({ config, log, host, access, identity: { sessions } }: SocketSources): PluginSockets {
  const places = host.sockets().map((place) => bind(place));
  const addressOf = clientAddress(config.trustProxy);
  const open = new Set<OpenSocket>();
  let draining = false;

  const closeOf = (sessionId: string, code: number, reason: string) => {
    for (const one of open) if (one.session?.id === sessionId) one.socket.close(code, reason);
  };
  sessions.onRevoked((id) => closeOf(id, closed.sessionEnded, 'session-ended'));
  sessions.onChanged((id) => closeOf(id, closed.sessionChanged, 'session-changed'));
  const beat = setInterval(() => open.forEach(examine), beatMs);
  beat.unref();

  async function join(request: IncomingMessage, raw: Duplex, head: Buffer, context: RequestContext): Promise<void> {
    const path = context.path.split('?', 1)[0]!;
    const { place, params } = find(path, context);
    if (request.headers.origin !== config.publicUrl.origin)
      throw new AmanahError('HTTP_ORIGIN_REFUSED', { detail: `origin "${request.headers.origin ?? 'none'}", expected "${config.publicUrl.origin}"` });
    const network = networkOf(addressOf(request));
    place.count?.(network);
    const session = await sessions.ofPortal(request);
    context.session = session;
    assertCaller(access, context, place.plugin, place.socket);
    const ofSession = session ? [...open].filter((one) => one.session?.id === session.id).length : 0;
    if (draining || open.size >= mostSockets || ofSession >= mostOfSession)
      throw new AmanahError('HTTP_UNAVAILABLE', { retryAfterSeconds: 10, detail: `${open.size} sockets are open, ${ofSession} of this session` });
    place.server.handleUpgrade(request, raw, head, (socket) => void run(socket, place, params, context, network));
  }

  async function run(socket: WebSocket, { plugin, socket: definition }: Bound, params: PathParams, context: RequestContext, network: string): Promise<void> {
    const one: OpenSocket = { socket, session: context.session, alive: true, heldBeats: 0 };
    const startedAt = performance.now();
    const ended = new AbortController();
    open.add(one);
    socket.on('pong', () => (one.alive = true));
    // A message that is too long or malformed: ws closes the socket with the code that says so.
    socket.on('error', (error) => context.log.info({ err: error }, 'socket failed'));
    socket.once('close', (code) => {
      open.delete(one);
      ended.abort();
      const ms = Math.round(performance.now() - startedAt);
      context.log.info({ requestId: context.requestId, path: context.path.split('?', 1)[0], code, ms }, 'socket closed');
    });
    const { language, requestId } = context;
    const call: Call = { actor: context.session?.actor ?? null, language, requestId, network, signal: ended.signal };
    const handle = () => asCaller(call, () => definition.handle(offered(socket), call, params));
    try {
      await inSpan(`${plugin} WebSocket ${definition.path}`, { 'amanah.plugin': plugin }, handle);
      socket.close(1_000);
    } catch (error) {
      if (socket.readyState !== socket.OPEN) return;
      context.log.error({ plugin, err: error }, 'a socket of a plugin failed');
      socket.close(closed.handlerFailed, 'failed');
    }
  }

  function find(path: string, { language }: RequestContext): { place: Bound; params: PathParams } {
    for (const place of places) {
      const params = place.match(path);
      if (params) return { place, params };
    }
    const plugin = /^\/api\/([^/]+)/.exec(path)?.[1] ?? '';
    if (host.isRefused(plugin)) throw new AmanahError('HOST_PLUGIN_REFUSED', { params: { plugin: host.pluginTitle(plugin, language) } });
    throw new AmanahError('HTTP_NOT_FOUND');
  }

  return {
    upgrade(request, socket, head) {
      const context = contextOf(request, log);
      socket.on('error', () => socket.destroy());
      join(request, socket, head, context).catch((error: unknown) => refuseUpgrade(socket, context, asAmanahError(error)));
    },
    count: () => open.size,
    async close() {
      draining = true;
      clearInterval(beat);
      const left = [...open].map(({ socket }) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
      for (const { socket } of open) socket.close(closed.drained, 'hub-ends');
      const cut = setTimeout(() => open.forEach(({ socket }) => socket.terminate()), goodbyeMs);
      await Promise.all(left);
      clearTimeout(cut);
    },
  };
}

type Bound = ReturnType<typeof bind>;

function bind({ plugin, socket }: PluginSocketPlace) {
  const { match } = pathPattern(`/api/${plugin}${socket.path}`);
  const server = new WebSocketServer({ noServer: true, maxPayload: socket.maxMessageBytes, perMessageDeflate: false, clientTracking: false });
  return { plugin, socket, match, server, count: socket.limit ? callLimit(socket.limit) : null };
}

/** Ends what is silent, and what lives on a session that has reached its last term. */
function examine(one: OpenSocket): void {
  const { socket, session, alive } = one;
  if (session && session.absoluteExpiresAt.getTime() < Date.now()) return socket.close(closed.sessionEnded, 'session-ended');
  one.heldBeats = socket.isPaused ? one.heldBeats + 1 : 0;
  if (one.heldBeats > mostHeldBeats || !(alive || socket.isPaused)) return socket.terminate();
  one.alive = false;
  socket.ping();
}

function offered(socket: WebSocket): PluginSocket {
  return {
    messages: socketMessages(socket),
    get waitingBytes() {
      return socket.bufferedAmount;
    },
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > mostWaitingBytes) return socket.close(closed.tooSlow, 'too-slow');
      socket.send(message);
    },
    close: (reason = '') => socket.close(1_000, reason.slice(0, 100)),
  };
}

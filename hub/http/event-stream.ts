import { AmanahError } from '@amanah/errors';
import type { RequestHandler, Response } from 'express';
import { streamChannel, type StreamNote } from '../host/stream-note.ts';
import type { Session, Sessions } from '../identity/contract.ts';
import type { Store } from '../store/contract.ts';

const maxConnections = 5_000;
const heartbeatMs = 25_000;
/** A page that reads slower than this many waiting bytes is dropped; its EventSource comes back and catches up. */
const maxWaitingBytes = 256 * 1024;
const rememberedEvents = 500;

interface Connection {
  readonly response: Response;
  readonly session: Session;
}

interface FramedEvent {
  readonly id: string;
  readonly persons: ReadonlySet<string>;
  readonly frame: Buffer;
}

/** The event stream of open pages: one connection per page, one framed buffer per event whoever reads it. */
export interface EventStream {
  readonly handler: RequestHandler;
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Listens on all replicas' notes and writes them to the persons' open pages. */
export async function createEventStream(store: Pick<Store, 'listen'>, sessions: Pick<Sessions, 'onRevoked' | 'onUndelegated'>): Promise<EventStream> {
  const open = new Map<string, Set<Connection>>();
  const recent: FramedEvent[] = [];
  let count = 0;

  const each = (visit: (connection: Connection) => void) => open.forEach((connections) => connections.forEach(visit));
  const write = ({ response }: Connection, frame: Buffer) => {
    if (response.writableLength > maxWaitingBytes) response.destroy();
    else response.write(frame);
  };
  const unlisten = await store.listen(streamChannel, (payload) => {
    const { id, personIds, message } = JSON.parse(payload) as StreamNote;
    const event = { id, persons: new Set(personIds), frame: framed(message, id) };
    recent.push(event);
    if (recent.length > rememberedEvents) recent.shift();
    for (const person of personIds) open.get(person)?.forEach((connection) => write(connection, event.frame));
  });
  sessions.onRevoked((sessionId) =>
    each((connection) => {
      if (connection.session.id === sessionId) connection.response.end(framed({ type: 'session.revoked', data: null }));
    }),
  );
  sessions.onUndelegated((sessionId) =>
    each((connection) => {
      if (connection.session.id === sessionId) write(connection, framed({ type: 'session.undelegated', data: null }));
    }),
  );
  const beat = Buffer.from(': \n\n');
  const heartbeat = setInterval(() => {
    const now = Date.now();
    each((connection) =>
      connection.session.absoluteExpiresAt.getTime() < now ? connection.response.end(framed({ type: 'session.ended', data: null })) : write(connection, beat),
    );
  }, heartbeatMs);
  heartbeat.unref();

  const catchUp = (connection: Connection, lastId: string | undefined) => {
    if (!lastId) return;
    const at = recent.findIndex((event) => event.id === lastId);
    // Too long away: the page reads its lists anew instead of missing something.
    if (at < 0) return write(connection, framed({ type: 'resync', data: null }));
    const person = connection.session.actor.person.id;
    for (const event of recent.slice(at + 1)) if (event.persons.has(person)) write(connection, event.frame);
  };

  return {
    connections: () => count,
    handler: (request, response, next) => {
      const { session } = request.context;
      if (!session) return next(new AmanahError('HTTP_SIGN_IN_NEEDED'));
      if (count >= maxConnections) return next(new AmanahError('HTTP_UNAVAILABLE', { retryAfterSeconds: 30, detail: 'event stream is full' }));
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' });
      if (request.method === 'HEAD') return void response.end();
      response.write('retry: 3000\n\n');
      const connection = { response, session };
      const person = session.actor.person.id;
      open.set(person, (open.get(person) ?? new Set()).add(connection));
      count += 1;
      response.once('close', () => {
        count -= 1;
        const connections = open.get(person);
        connections?.delete(connection);
        if (connections?.size === 0) open.delete(person);
      });
      catchUp(connection, request.get('Last-Event-ID'));
    },
    close: async () => {
      clearInterval(heartbeat);
      await unlisten();
      each(({ response }) => response.end());
    },
  };
}

function framed(message: { type: string; data: unknown }, id?: string): Buffer {
  return Buffer.from(`${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(message)}\n\n`);
}

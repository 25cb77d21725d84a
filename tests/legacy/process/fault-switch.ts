import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** What a stand-in can be told to do instead of answering. */
export const faultModes = ['none', 'down', 'slow', 'error', 'reset', 'garbage', 'huge-headers', 'cut'] as const;
export type FaultMode = (typeof faultModes)[number];

/**
 * A switch between a server and its listener that plays the ways in which an old system fails.
 * `down` refuses connections, `slow` waits before it answers, `error` answers 500, `reset` tears the connection down,
 * `garbage` sends bytes that are not HTTP, `huge-headers` sends 10 MB of headers, `cut` ends a body half way.
 */
export class FaultSwitch {
  mode: FaultMode = 'none';
  /** Milliseconds that `slow` waits. */
  slowMs = 60_000;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #address = '';

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Starts listening; port 0 means a free one, kept over `down`. @returns the port */
  async listen(address: string, port: number): Promise<number> {
    this.#server.listen(port, address);
    await once(this.#server, 'listening');
    const bound = this.#server.address();
    this.#port = typeof bound === 'object' && bound !== null ? bound.port : port;
    this.#address = address;
    return this.#port;
  }

  async set(mode: FaultMode, slowMs = this.slowMs): Promise<void> {
    this.slowMs = slowMs;
    const before = this.mode;
    this.mode = mode;
    if (mode === 'down' && before !== 'down') {
      const closed = once(this.#server, 'close');
      this.#server.close();
      for (const socket of this.#sockets) socket.destroy();
      await closed;
    }
    if (mode !== 'down' && before === 'down') {
      this.#server.listen(this.#port, this.#address);
      await once(this.#server, 'listening');
    }
  }

  /** The listener behind the switch. */
  guard(listener: RequestListener): RequestListener {
    return (request, response) => void this.#play(listener, request, response);
  }

  async #play(listener: RequestListener, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    switch (this.mode) {
      case 'slow':
        await pause(this.slowMs, undefined, { ref: false });
        if (!socket.destroyed) listener(request, response);
        return;
      case 'error':
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('ORA-12541: TNS:no listener\n');
        return;
      case 'reset':
        socket.resetAndDestroy();
        return;
      case 'garbage':
        socket.end(Buffer.from('0\x7f\xfe\xffNOT HTTP AT ALL\r\n\r\n\x00\x01\x02'.repeat(64), 'latin1'));
        return;
      case 'huge-headers':
        socket.end(`HTTP/1.1 200 OK\r\n${`X-Fill: ${'x'.repeat(8_000)}\r\n`.repeat(1_300)}\r\n`);
        return;
      case 'cut':
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': '100000' });
        response.write('<!DOCTYPE html><title>…</title><p>', () => socket.destroy());
        return;
      default:
        listener(request, response);
    }
  }
}

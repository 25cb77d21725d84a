import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A server of bare bytes, for tests of how others behave towards broken or hostile ones. */
export interface RawUpstream {
  readonly url: string;
  /** Everything each connection sent so far, as latin1, in the order of connecting. */
  readonly received: readonly string[];
  /** Connections that are open now. */
  open(): number;
  /** What happens on each new connection from now on; default: nothing. A connection that is kept open keeps its script. */
  play(script: (socket: Socket, wire: RawWire) => void | Promise<void>): void;
  close(): Promise<void>;
}

/** One side of a connection, read as text. */
export class RawWire {
  readonly socket: Socket;
  text = '';
  ended = false;

  constructor(socket: Socket, seen: (text: string) => void = () => {}) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.text += chunk.toString('latin1');
      seen(this.text);
    });
    socket.on('error', () => {});
    socket.on('close', () => (this.ended = true));
    socket.on('end', () => (this.ended = true));
  }

  /** Resolves when what came matches; rejects when the connection ends or the time is over before. */
  async until(pattern: RegExp, ms = 30_000): Promise<string> {
    const deadline = Date.now() + ms;
    while (!pattern.test(this.text)) {
      if (this.ended || Date.now() > deadline) throw new Error(`${this.ended ? 'ended' : 'waited too long'} before ${pattern}: ${this.text.slice(0, 2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.text;
  }

  /** Head of the request or answer. */
  head(): Promise<string> {
    return this.until(/\r\n\r\n/).then((text) => text.slice(0, text.indexOf('\r\n\r\n')));
  }

  /** Resolves with everything when the other side has closed. */
  async whole(ms = 30_000): Promise<string> {
    const deadline = Date.now() + ms;
    while (!this.ended) {
      if (Date.now() > deadline) throw new Error(`still open: ${this.text.slice(0, 2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.text;
  }
}

/** Starts a server of bare bytes on a free port. */
export async function startRawUpstream(address = '127.0.0.9'): Promise<RawUpstream> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  let script: (socket: Socket, wire: RawWire) => void | Promise<void> = () => {};
  const server = createServer((socket) => {
    const at = received.push('') - 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const wire = new RawWire(socket, (text) => (received[at] = text));
    void Promise.resolve(script(socket, wire)).catch(() => socket.destroy());
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    url: `http://${address}:${(server.address() as AddressInfo).port}`,
    received,
    open: () => sockets.size,
    play: (next) => void (script = next),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Opens a connection to a port of this machine and writes bytes as they are. */
export async function sendRaw(port: number, bytes: string | Buffer): Promise<RawWire> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const wire = new RawWire(socket);
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  return wire;
}

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * What a network does to a protocol it does not know, from the moment it is set, also on open connections:
 * `refuse` no connection comes about; `hang` everything is taken and nothing answered; `slow` each answer waits; `reset` the connection is
 * torn down when something is sent; `half` an answer ends in its middle; `garbage` random bytes stand in its place; `flood` the answer
 * never ends; `lost-reply` what was sent arrives, its answer does not.
 */
export type NetworkFault = 'none' | 'refuse' | 'hang' | 'slow' | 'reset' | 'half' | 'garbage' | 'flood' | 'lost-reply';

export const networkFaults: readonly NetworkFault[] = ['none', 'refuse', 'hang', 'slow', 'reset', 'half', 'garbage', 'flood', 'lost-reply'];

/** `slow` waits this long, in milliseconds. */
const slowMs = 50;
/** `half` lets this many bytes of an answer pass. */
const halfBytes = 40;
/** `flood` sends portions of this many bytes as fast as they are taken, up to `floodBytes` a connection. */
const portion = Buffer.alloc(65_536, 'x');
const floodBytes = 200_000_000;

/** A hop between an adapter and its system, on a port of its own, that fails as it is told. */
export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  set(fault: NetworkFault): void;
  /** Connections that were refused so far. */
  refused(): number;
  /** Connections that are open now. */
  open(): number;
  close(): Promise<void>;
}

/** Starts a proxy to a TCP server. */
export async function startFaultProxy(target: { readonly host: string; readonly port: number }): Promise<FaultProxy> {
  const host = '127.0.0.1';
  const sockets = new Set<Socket>();
  let fault: NetworkFault = 'none';
  let refused = 0;
  const server = createServer((near) => {
    sockets.add(near);
    near.on('close', () => sockets.delete(near));
    near.on('error', () => {});
    if (fault === 'refuse') {
      refused += 1;
      return void near.resetAndDestroy();
    }
    const far = connect(target.port, target.host);
    far.on('error', () => near.destroy());
    far.on('close', () => near.end());
    near.on('close', () => far.destroy());
    near.on('data', (chunk: Buffer) => sendOn(near, far, chunk, () => fault));
    far.on('data', (chunk: Buffer) => answerBy(near, chunk, fault));
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    host,
    port: (server.address() as AddressInfo).port,
    set(next) {
      fault = next;
      if (next === 'refuse') for (const socket of sockets) socket.resetAndDestroy();
    },
    refused: () => refused,
    // A socket that is reset while the other side closes it is destroyed without a `close` event.
    open: () => [...sockets].filter((socket) => !socket.destroyed).length,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function sendOn(near: Socket, far: Socket, chunk: Buffer, faultNow: () => NetworkFault): void {
  const fault = faultNow();
  if (fault === 'hang') return;
  if (fault === 'reset') return void near.resetAndDestroy();
  if (fault === 'garbage') return void near.end(Buffer.from('\u0000\u0007\u00ff%PNG not what you asked for\r\n\r\n'.repeat(20), 'latin1'));
  if (fault === 'flood') return flood(near, faultNow);
  if (!far.write(chunk)) {
    near.pause();
    far.once('drain', () => near.resume());
  }
}

function answerBy(near: Socket, chunk: Buffer, fault: NetworkFault): void {
  if (fault === 'lost-reply') return void near.resetAndDestroy();
  if (fault === 'half') return void near.end(chunk.subarray(0, halfBytes));
  if (fault === 'slow') return void setTimeout(() => near.writable && near.write(chunk), slowMs);
  near.write(chunk);
}

/** An answer that begins as HTTP does, so that who reads HTTP reads on, and never ends. */
function flood(near: Socket, faultNow: () => NetworkFault): void {
  let sent = 0;
  near.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n');
  const more = () => {
    while (near.writable && faultNow() === 'flood' && sent < floodBytes) {
      sent += portion.length;
      if (!near.write(portion)) return void near.once('drain', more);
    }
    near.destroy();
  };
  more();
}

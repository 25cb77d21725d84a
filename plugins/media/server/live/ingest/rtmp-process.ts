import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import NodeMediaServer from 'node-media-server';
import type { FromRtmp, RtmpListening, ToRtmp } from './rtmp-messages.ts';
import { HeldSession } from './rtmp-session.ts';

/**
 * Takes RTMP in a process beside the hub: node-media-server trusts what comes, ends its process when a port is taken, and keeps the streams of whoever
 * publishes. Here an encoder is heard only after the hub has admitted its key, and nobody plays.
 */
const silentMs = 20_000;
/** A second connection under the same key takes over from one that has fallen silent, as when the network between broke off. */
const staleMs = 3_000;
const mostConnections = 64;

const { bind, port: wanted, before } = JSON.parse(process.argv[2] ?? '{}') as RtmpListening;
const sessions = new Map<string, HeldSession>();
const say = (message: FromRtmp) => void process.send?.(message);

process.once('disconnect', () => process.exit(0));
process.on('message', (message: ToRtmp) => {
  const session = sessions.get(message.session);
  if (message.say === 'again') session?.again(message.turn, message.fromNow);
  else session?.[message.say]();
});

const port = wanted === 0 ? (before !== null && (await freePort(before))) || (await freePort(0)) || 0 : wanted;
const server = new NodeMediaServer({
  bind,
  rtmp: { port },
  webadmin: { enable: false },
  record: { auto: false },
  store: { path: join(tmpdir(), 'amanah-rtmp-unused') },
});

server.on('prePlay', ({ socket }) => socket.destroy());
server.on('prePublish', (session) => {
  const { broadcast, socket } = session;
  broadcast.publishGraceMs = 0;
  const before = broadcast.publisher;
  if (before) {
    const held = sessions.get(before.id);
    // One that still sends keeps its place: node-media-server turns the second away.
    if (held && Date.now() - held.lastBytes < staleMs) return;
    before.socket.destroy();
    broadcast._finishPublish();
  }
  socket.setTimeout(silentMs);
  sessions.set(session.id, new HeldSession(session, say));
  socket.once('close', () => sessions.delete(session.id));
});

const { tcpServer } = server.rtmpServer;
tcpServer.maxConnections = mostConnections;
tcpServer.on('connection', (socket: Socket) => {
  socket.setTimeout(silentMs, () => socket.destroy());
  socket.setNoDelay(true);
  guardParser(socket);
});
tcpServer.once('listening', () => say({ say: 'listening', port }));
server.rtmpServer.run();

/** What cannot be parsed ends its own connection, not the process with everybody's. */
function guardParser(socket: Socket): void {
  const listeners = socket.listeners('data') as ((bytes: Buffer) => void)[];
  socket.removeAllListeners('data');
  socket.on('data', (bytes: Buffer) => {
    try {
      for (const listener of listeners) listener(bytes);
    } catch {
      socket.destroy();
    }
  });
}

/** The port, when nobody listens there; 0 asks for any. `null`: it is taken. */
async function freePort(asked: number): Promise<number | null> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(null));
    probe.listen(asked, bind, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

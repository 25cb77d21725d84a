import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The part of the industry's test file (EICAR) by which scanners know it; put together here, so that none takes this file for it. */
export const harmfulText = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join('');

/** A stand-in that speaks the part of clamd's protocol that the hub uses: PING and INSTREAM, null-terminated. */
export interface TestClamd {
  /** For `AMANAH_CLAMD`. */
  readonly address: string;
  readonly port: number;
  /** How many streams it was given so far. */
  scanned(): number;
  /** `silent` takes everything and says nothing; `closes` ends each connection at once; `limited` finds streams over 1,000 bytes too long, as clamd says it. */
  behave(how: 'well' | 'silent' | 'closes' | 'limited'): void;
  close(): Promise<void>;
}

/** Starts one on a free port of this machine. */
export async function startTestClamd(): Promise<TestClamd> {
  let manner: Parameters<TestClamd['behave']>[0] = 'well';
  let streams = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => {});
    if (manner === 'closes') return void socket.destroy();
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (manner === 'silent') return;
      const reply = replyTo(received, manner === 'limited' ? 1_000 : Number.POSITIVE_INFINITY);
      if (reply === null) return;
      if (reply.startsWith('stream')) streams += 1;
      socket.end(`${reply}\0`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `tcp://127.0.0.1:${port}`,
    port,
    scanned: () => streams,
    behave: (how) => void (manner = how),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** What clamd answers to what has arrived; `null` while something is missing. */
function replyTo(received: Buffer, limit: number): string | null {
  const end = received.indexOf(0);
  if (end === -1) return null;
  const command = received.toString('latin1', 0, end);
  if (command === 'zPING') return 'PONG';
  if (command !== 'zINSTREAM') return 'UNKNOWN COMMAND';
  const chunks: Buffer[] = [];
  for (let at = end + 1; at + 4 <= received.length;) {
    const length = received.readUInt32BE(at);
    const content = Buffer.concat(chunks);
    if (length === 0) return content.includes(harmfulText) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';
    if (content.length + length > limit) return 'INSTREAM size limit exceeded. ERROR';
    if (at + 4 + length > received.length) return null;
    chunks.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

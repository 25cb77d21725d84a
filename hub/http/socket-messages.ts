import type { WebSocket } from 'ws';

/** Messages that wait for a slow reader before the sender is held up. */
const mostWaiting = 16;

/** What comes in by a WebSocket from now on, in order; the socket reads on only as fast as somebody takes it out. Ends when the socket has closed. */
export function socketMessages(socket: WebSocket): AsyncIterable<string | Uint8Array> {
  const waiting: (string | Uint8Array)[] = [];
  let wake = () => {};
  socket.on('message', (data: Buffer, isBinary) => {
    waiting.push(isBinary ? data : data.toString());
    if (waiting.length >= mostWaiting) socket.pause();
    wake();
  });
  socket.once('close', () => wake());
  return taken();

  async function* taken(): AsyncGenerator<string | Uint8Array, void, undefined> {
    while (true) {
      const next = waiting.shift();
      if (socket.isPaused && waiting.length < mostWaiting / 2) socket.resume();
      if (next !== undefined) yield next;
      else if (socket.readyState === socket.CLOSED) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
}

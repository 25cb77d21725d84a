import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';

/** Where a clamd listens: a host and port, or the path of a socket. */
export type ScannerAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** Looks at bytes for what is known to be harmful. */
export interface Scanner {
  /** Resolves to the name of what was found, `null` when nothing was. @throws FILES_SCANNER_UNAVAILABLE */
  scan(content: Readable): Promise<string | null>;
  /** @throws FILES_SCANNER_UNAVAILABLE */
  check(signal: AbortSignal): Promise<void>;
}

const silenceMs = 20_000;
const longestReply = 4_096;
/** Null-terminated commands, as clamd's manual asks of programs. */
const commands = { instream: 'zINSTREAM\0', ping: 'zPING\0' } as const;

/** A client of ClamAV's clamd: a file is streamed to it over a connection of its own (INSTREAM), its answer is one line. */
export function clamdScanner(address: ScannerAddress): Scanner {
  return {
    async scan(content) {
      const reply = await exchange(address, AbortSignal.timeout(600_000), async (socket) => {
        await write(socket, commands.instream);
        for await (const chunk of content as AsyncIterable<Buffer>) {
          if (socket.destroyed) return;
          if (chunk.length > 0) await write(socket, Buffer.concat([lengthOf(chunk), chunk]));
        }
        await write(socket, lengthOf(Buffer.alloc(0)));
      }).finally(() => content.destroy());
      const found = /^stream: (.+) FOUND$/.exec(reply)?.[1];
      if (found === undefined && reply !== 'stream: OK') throw unavailable(`clamd answered ${JSON.stringify(reply)}`);
      return found ?? null;
    },
    async check(signal) {
      const reply = await exchange(address, signal, (socket) => write(socket, commands.ping));
      if (reply !== 'PONG') throw unavailable(`clamd answered ${JSON.stringify(reply)}`);
    },
  };
}

/** One command and its reply. clamd answers before the end of a stream that is too long for it, and then closes. */
async function exchange(address: ScannerAddress, signal: AbortSignal, say: (socket: Socket) => Promise<void>): Promise<string> {
  const socket = connect({ ...address, signal });
  socket.setTimeout(silenceMs, () => socket.destroy(new Error(`no word for ${silenceMs} ms`)));
  const reply = replyOf(socket);
  // Either side may fail first; nobody else waits for the other one then.
  reply.catch(() => {});
  try {
    await Promise.race([say(socket), reply]);
    return await reply;
  } catch (error) {
    throw error instanceof AmanahError ? error : unavailable((error as Error).message, error);
  } finally {
    socket.destroy();
  }
}

function replyOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\0');
      if (end !== -1) resolve(text.slice(0, end));
      else if (text.length > longestReply) reject(new Error('a reply without end'));
    });
    socket.once('error', reject).once('close', () => reject(new Error('the connection ended without a reply')));
  });
}

/** A connection that fails says so by its reply, which may have come already. */
function write(socket: Socket, bytes: string | Buffer): Promise<void> {
  return new Promise((resolve) => void socket.write(bytes, () => resolve()));
}

function lengthOf(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return length;
}

function unavailable(detail: string, cause?: unknown): AmanahError {
  return new AmanahError('FILES_SCANNER_UNAVAILABLE', { detail, cause });
}

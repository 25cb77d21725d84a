import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { AdapterError, type AdapterContext } from '@amanah/adapter-api';
import ssh2, { type ConnectConfig, type SFTPWrapper } from 'ssh2';
import type { SftpConfig } from '../config.ts';
import { interrupted } from './interruption.ts';
import { failedConnection } from './sftp-failure.ts';

type Done<T> = (error?: Error | null, result?: T) => void;

/** One SSH connection with one SFTP channel, used by one piece of work at a time. */
export class SftpSession {
  readonly sftp: SFTPWrapper;
  readonly #socket: Socket;
  readonly #answerMs: number;
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #gone: (session: SftpSession) => void;
  #ended: Error | null = null;

  constructor(socket: Socket, sftp: SFTPWrapper, answerMs: number, gone: (session: SftpSession) => void) {
    this.sftp = sftp;
    this.#socket = socket;
    this.#answerMs = answerMs;
    this.#gone = gone;
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  /** Sends one request and waits for its answer, at most the limit of the system. */
  request<T>(send: (done: Done<T>) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      const finish = (error: Error | null, result?: T) => {
        clearTimeout(late);
        this.#waiting.delete(finish);
        if (error) reject(error);
        else resolve(result as T);
      };
      const late = setTimeout(() => this.end(new AdapterError('timeout', 'no answer in time')), this.#answerMs);
      this.#waiting.add(finish);
      try {
        send((error, result) => finish(error ?? null, result));
      } catch (error) {
        finish(error as Error);
      }
    });
  }

  /** Tears the connection down; what waits for an answer ends with `error`. */
  end(error: Error): void {
    if (this.#ended) return;
    this.#ended = error;
    for (const finish of this.#waiting) finish(error);
    this.#socket.destroy();
    this.#gone(this);
  }
}

/**
 * Connects, holds the server's key against the pinned ones before anything of ours is sent, signs in and opens the SFTP channel.
 * `gone` is told when the session has ended, whoever ended it. @throws AdapterError, never reached
 */
export async function openSession(config: SftpConfig, ctx: AdapterContext, signal: AbortSignal, gone: (session: SftpSession) => void): Promise<SftpSession> {
  const url = new URL(config.url);
  const credentials = credentialsOf(config, ctx);
  const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 22) });
  socket.setNoDelay(true);
  const client = new ssh2.Client();
  const keys = new Set(config.hostKeys);
  let shown = '';
  const options: ConnectConfig = {
    sock: socket,
    username: config.username,
    ...credentials,
    readyTimeout: ctx.limits.connectMs,
    hostVerifier: (key: Buffer) => {
      shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
      return keys.has(shown);
    },
  };
  let session: SftpSession | undefined;
  return new Promise<SftpSession>((resolve, reject) => {
    const fail = (error: unknown) => {
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
      socket.destroy();
      if (session) return session.end(new Error((error as Error).message, { cause: error }));
      reject(shown && !keys.has(shown) ? wrongKey(shown, keys.size) : failedConnection(error));
    };
    const stop = () => fail(interrupted(signal, 'no'));
    const late = setTimeout(() => fail(new AdapterError('unreachable', 'no connection in time', { reached: 'no' })), ctx.limits.connectMs);
    signal.addEventListener('abort', stop, { once: true });
    client.on('error', fail);
    client.on('close', () => fail(new Error('the server closed the connection')));
    client.on('ready', () =>
      client.sftp((error, sftp) => {
        if (error) return fail(error);
        clearTimeout(late);
        signal.removeEventListener('abort', stop);
        sftp.on('error', fail);
        sftp.on('close', () => fail(new Error('the server closed the channel')));
        session = new SftpSession(socket, sftp, ctx.limits.answerMs, gone);
        resolve(session);
      }),
    );
    socket.on('error', fail);
    if (signal.aborted) return stop();
    try {
      client.connect(options);
    } catch (error) {
      // A private key that cannot be read ends here, before anything is sent; its text stays out of what is told.
      fail(new AdapterError('unauthorised', 'the private key or its passphrase cannot be used', { reached: 'no', cause: error }));
    }
  });
}

function credentialsOf({ password, privateKey, passphrase }: SftpConfig, ctx: AdapterContext): Pick<ConnectConfig, 'password' | 'privateKey' | 'passphrase'> {
  if (!password && !privateKey) throw new AdapterError('input-invalid', 'neither password nor privateKey is configured');
  return {
    ...(password ? { password: ctx.secret(password) } : {}),
    ...(privateKey ? { privateKey: ctx.secret(privateKey) } : {}),
    ...(passphrase ? { passphrase: ctx.secret(passphrase) } : {}),
  };
}

function wrongKey(shown: string, pinned: number): AdapterError {
  const detail =
    pinned === 0
      ? `no host key is configured; the server shows ${shown}: compare it with what the server's owner tells you, then enter it`
      : `the server shows the key ${shown}, which is none of those configured; nothing was sent`;
  return new AdapterError('unreachable', detail, { reached: 'no' });
}

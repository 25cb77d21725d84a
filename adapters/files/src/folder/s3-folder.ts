import { AdapterError, type AdapterContext } from '@amanah/adapter-api';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Bounds, S3Config } from '../config.ts';
import type { Folder, FolderFile, Listing } from './folder.ts';
import { interrupted } from './interruption.ts';
import { assertInside, badName, joinPath } from './safe-path.ts';

const pageNames = 1_000;
const refusedCredentials: ReadonlySet<string> = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'AccessDenied',
  'ExpiredToken',
  'InvalidToken',
  'RequestTimeTooSkewed',
]);

/** Objects of a bucket whose names begin with a prefix. Objects come to be whole; moving one is a copy and a deletion. */
export class S3Folder implements Folder {
  readonly publishesInOneStep = false;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #maxNames: number;

  constructor(config: S3Config, { names }: Pick<Bounds, 'names'>, ctx: AdapterContext) {
    const { limits } = ctx;
    this.#bucket = config.bucket;
    this.#prefix = config.prefix;
    this.#maxNames = names;
    this.#client = new S3Client({
      endpoint: config.endpoint,
      region: config.region,
      forcePathStyle: config.pathStyle,
      credentials: async () => ({ accessKeyId: config.accessKeyId, secretAccessKey: ctx.secret(config.secretAccessKey) }),
      // What is tried again is the hub's to decide.
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: limits.connectMs,
        requestTimeout: limits.answerMs,
        throwOnRequestTimeout: true,
        socketTimeout: limits.idleMs,
        httpAgent: { maxSockets: limits.atOnce },
        httpsAgent: { maxSockets: limits.atOnce },
      },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#ask(`look at ${this.#bucket}`, signal, () => this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }), { abortSignal: signal }));
  }

  async list(directory: string, signal: AbortSignal): Promise<Listing> {
    const files: FolderFile[] = [];
    const refused: { name: string; why: string }[] = [];
    let names = 0;
    for (let after: string | undefined; ;) {
      const page = await this.#list(directory, after, signal);
      for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
        const name = Key.slice(this.#key(directory).length);
        if (name === '') continue;
        names += 1;
        const why = badName(name);
        if (why) refused.push({ name, why });
        else files.push({ path: joinPath(directory, name), bytes: Size, modifiedAt: wholeSeconds(LastModified) });
      }
      if (names > this.#maxNames) throw new AdapterError('too-large', `more than ${this.#maxNames} names in the folder`, { reached: 'yes' });
      after = page.NextContinuationToken;
      if (!page.IsTruncated || !after) return { files, refused };
    }
  }

  async stat(path: string, signal: AbortSignal): Promise<FolderFile | null> {
    return (await this.#head(path, signal))?.file ?? null;
  }

  async *read(path: string, signal: AbortSignal): AsyncIterable<Buffer> {
    const { Body } = await this.#ask(`read ${path}`, signal, () => this.#client.send(new GetObjectCommand(this.#object(path)), { abortSignal: signal }));
    const body = Body as AsyncIterable<Buffer> & { destroy(): void };
    try {
      for await (const chunk of body) yield chunk;
    } catch (error) {
      throw failure(error, signal, `read ${path}`);
    } finally {
      body.destroy();
    }
  }

  async write(path: string, content: Buffer, { replace }: { readonly replace: boolean }, signal: AbortSignal): Promise<boolean> {
    // A store that does not know the condition replaces; so it is looked at first, too.
    if (!replace && (await this.stat(path, signal))) return false;
    try {
      await this.#ask(`write ${path}`, signal, () =>
        this.#client.send(
          new PutObjectCommand({ ...this.#object(path), Body: content, ContentLength: content.length, ...(replace ? {} : { IfNoneMatch: '*' }) }),
          {
            abortSignal: signal,
          },
        ),
      );
      return true;
    } catch (error) {
      if (!replace && (error as AdapterError).fault?.code === '412') return false;
      throw error;
    }
  }

  async move(file: FolderFile, to: string, signal: AbortSignal): Promise<'moved' | 'gone' | 'changed'> {
    const before = await this.#head(file.path, signal);
    if (!before) return 'gone';
    if (before.file.bytes !== file.bytes || before.file.modifiedAt !== file.modifiedAt) return 'changed';
    if (!(await this.#copy(file.path, to, before.tag, signal))) return 'gone';
    const after = await this.#head(file.path, signal);
    if (after && after.tag !== before.tag) return 'changed';
    await this.remove(file.path, signal, before.tag);
    return 'moved';
  }

  async publish(from: string, to: string, signal: AbortSignal): Promise<'published' | 'gone' | 'taken'> {
    if (await this.stat(to, signal)) return 'taken';
    if (!(await this.#copy(from, to, undefined, signal))) return 'gone';
    await this.remove(from, signal);
    return 'published';
  }

  /** Of one version only, where the store knows such conditions. */
  async remove(path: string, signal: AbortSignal, tag?: string): Promise<void> {
    await this.#ask(`remove ${path}`, signal, () =>
      this.#client.send(new DeleteObjectCommand({ ...this.#object(path), ...(tag ? { IfMatch: tag } : {}) }), { abortSignal: signal }),
    );
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #key(directory: string): string {
    return directory === '' ? this.#prefix : `${this.#prefix}${directory}/`;
  }

  #object(path: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: `${this.#prefix}${assertInside(path)}` };
  }

  #list(directory: string, after: string | undefined, signal: AbortSignal) {
    const command = new ListObjectsV2Command({
      Bucket: this.#bucket,
      Prefix: this.#key(directory),
      Delimiter: '/',
      MaxKeys: pageNames,
      ...(after ? { ContinuationToken: after } : {}),
    });
    return this.#ask(`list ${directory || this.#bucket}`, signal, () => this.#client.send(command, { abortSignal: signal }));
  }

  async #head(path: string, signal: AbortSignal): Promise<{ readonly file: FolderFile; readonly tag: string | undefined } | null> {
    try {
      const found = await this.#ask(`look at ${path}`, signal, () => this.#client.send(new HeadObjectCommand(this.#object(path)), { abortSignal: signal }));
      return { file: { path, bytes: found.ContentLength ?? 0, modifiedAt: wholeSeconds(found.LastModified) }, tag: found.ETag };
    } catch (error) {
      if ((error as AdapterError).fault?.code === '404') return null;
      throw error;
    }
  }

  /** `false` when there is nothing to copy. */
  async #copy(from: string, to: string, tag: string | undefined, signal: AbortSignal): Promise<boolean> {
    const { Bucket, Key } = this.#object(from);
    const source = `${Bucket}/${Key.split('/').map(encodeURIComponent).join('/')}`;
    try {
      await this.#ask(`copy ${from} to ${to}`, signal, () =>
        this.#client.send(new CopyObjectCommand({ ...this.#object(to), CopySource: source, ...(tag ? { CopySourceIfMatch: tag } : {}) }), {
          abortSignal: signal,
        }),
      );
      return true;
    } catch (error) {
      if ((error as AdapterError).fault?.code === '404') return false;
      throw error;
    }
  }

  async #ask<T>(doing: string, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      throw failure(error, signal, doing);
    }
  }
}

/** Lists say milliseconds where the headers of an object say seconds. */
function wholeSeconds(moment: Date | undefined): number {
  return Math.floor((moment?.getTime() ?? 0) / 1_000) * 1_000;
}

function failure(error: unknown, signal: AbortSignal, doing: string): AdapterError {
  if (error instanceof AdapterError) return error;
  if (signal.aborted) return interrupted(signal);
  const { name, message, $metadata } = error as S3ServiceException;
  const { code = '' } = error as NodeJS.ErrnoException;
  const status = $metadata?.httpStatusCode;
  // The library calls a torn connection a timeout, too.
  if (['ECONNRESET', 'EPIPE'].includes(code)) return new AdapterError('unreachable', `"${doing}": the connection broke`, { cause: error });
  if (name === 'TimeoutError' && /connect/i.test(message)) return new AdapterError('unreachable', `no connection in time`, { reached: 'no', cause: error });
  if (name === 'TimeoutError') return new AdapterError('timeout', `"${doing}": no answer in time`, { cause: error });
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code) || /CERT|SSL|TLS|SELF_SIGNED|ALTNAME/.test(code))
    return new AdapterError('unreachable', `no connection (${code})`, { reached: 'no', cause: error });
  // The library's own error says the whole answer, which may be anything; what is told is the name and the status.
  const fault = { code: String(status ?? name), message: name };
  if (refusedCredentials.has(name) || status === 401 || status === 403)
    return new AdapterError('unauthorised', `the store refused us (${name})`, { reached: 'yes', fault });
  if (name === 'NoSuchBucket')
    return new AdapterError('contract-violation', 'there is no such bucket', { reached: 'yes', fault: { code: name, message: name } });
  if (status === undefined || /Deserialization|SyntaxError/.test(name) || code.startsWith('HPE_'))
    return new AdapterError(
      code.startsWith('HPE_') || /Deserial|Syntax/.test(name) ? 'contract-violation' : 'unreachable',
      `"${doing}" broke (${code || name})`,
      { fault },
    );
  if (status >= 500) return new AdapterError('failed', `"${doing}" failed (${status} ${name})`, { fault });
  return new AdapterError(status < 300 ? 'contract-violation' : 'refused', `"${doing}" was refused (${status} ${name})`, { reached: 'yes', fault });
}

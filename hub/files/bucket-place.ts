import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { ByteRange } from '@amanah/plugin-api';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { BucketConfig } from './contract.ts';
import type { Place, Spooled } from './place.ts';

const quiet = () => {};

/** Files as objects of an S3 bucket; the service itself shows an object only when all of it arrived. */
export class BucketPlace implements Place {
  readonly spool: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ endpoint, region, bucket, prefix, keyId, secretKey }: BucketConfig, spool: string) {
    this.spool = spool;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#client = new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId: keyId, secretAccessKey: secretKey.reveal() },
      maxAttempts: 3,
      // It would write to the console by itself; what fails is said by the error.
      logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
      requestHandler: { connectionTimeout: 3_000, socketTimeout: 30_000, requestTimeout: 30_000 },
      // Services in the house often know none of the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async put(name: string, file: Spooled, type: string): Promise<void> {
    const body = createReadStream(file.path);
    await this.#client.send(new PutObjectCommand({ ...this.#object(name), Body: body, ContentLength: file.bytes, ContentType: type }));
  }

  async stat(name: string): Promise<{ bytes: number; type: string } | null> {
    const found = await absentAsNull(this.#client.send(new HeadObjectCommand(this.#object(name))));
    return found && { bytes: found.ContentLength ?? 0, type: found.ContentType ?? 'application/octet-stream' };
  }

  async stream(name: string, range?: ByteRange): Promise<Readable | null> {
    const part = range ? { Range: `bytes=${range.start}-${range.end}` } : {};
    const found = await absentAsNull(this.#client.send(new GetObjectCommand({ ...this.#object(name), ...part })));
    return found && (found.Body as Readable);
  }

  async remove(name: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#object(name)));
  }

  async *names(): AsyncIterable<string> {
    for (let after: string | undefined; ;) {
      const page = await this.#client.send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: this.#prefix, ContinuationToken: after }));
      for (const { Key = '' } of page.Contents ?? []) yield Key.slice(this.#prefix.length);
      after = page.NextContinuationToken;
      if (!page.IsTruncated || !after) return;
    }
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }), { abortSignal: signal });
  }

  close(): void {
    this.#client.destroy();
  }

  #object(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + name };
  }
}

async function absentAsNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return null;
    throw error;
  }
}

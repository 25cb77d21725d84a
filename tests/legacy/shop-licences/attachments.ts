import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import busboy from 'busboy';
import { encodePage } from './legacy-text.ts';

/** What was received: kept whole when small, otherwise only counted and hashed, so that a 1 GB upload needs no memory here. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly content: Buffer | null;
}

const keptBytes = 4 * 1024 * 1024;

/** Uploaded files of the old system, in memory. */
export class Attachments {
  readonly #all = new Map<string, Attachment>();

  /** Reads one multipart upload. @throws Error when the body is not multipart or ends early */
  async receive(request: IncomingMessage): Promise<Attachment> {
    const stored = await new Promise<Attachment>((resolve, reject) => {
      const parser = busboy({ headers: request.headers, defParamCharset: 'utf8' });
      let found: Attachment | null = null;
      parser.on('file', (_field, file, { filename }) => {
        const hash = createHash('sha256');
        const kept: Buffer[] = [];
        let bytes = 0;
        file.on('data', (chunk: Buffer) => {
          hash.update(chunk);
          bytes += chunk.length;
          if (bytes <= keptBytes) kept.push(chunk);
        });
        file.on('end', () => {
          found = { id: randomUUID(), name: filename ?? 'file', bytes, sha256: hash.digest('hex'), content: bytes <= keptBytes ? Buffer.concat(kept) : null };
        });
      });
      parser.on('close', () => (found ? resolve(found) : reject(new Error('no file'))));
      parser.on('error', reject);
      request.on('aborted', () => reject(new Error('upload ended early')));
      request.pipe(parser);
    });
    this.#all.set(stored.id, stored);
    return stored;
  }

  /** Answers a download: an uploaded file with ranges, or the printed licence as a document. */
  send(request: IncomingMessage, response: ServerResponse, id: string | null, page: string | null): void {
    const attachment = id ? this.#all.get(id) : undefined;
    const content = attachment?.content ?? (page ? encodePage(page) : null);
    if (!content) return void response.writeHead(404).end();
    const name = attachment?.name ?? 'licence.htm';
    const headers = {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'accept-ranges': 'bytes',
    };
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (!range) return void response.writeHead(200, { ...headers, 'content-length': content.length }).end(content);
    const from = Number(range[1]);
    const to = Math.min(range[2] ? Number(range[2]) : content.length - 1, content.length - 1);
    if (from > to) return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${to}/${content.length}`, 'content-length': to - from + 1 });
    response.end(content.subarray(from, to + 1));
  }
}

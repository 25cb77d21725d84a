import type { AdapterLimits } from './adapter.ts';

export interface HttpClientOptions {
  /** Origins that may be asked (`https://host:port`); anything else, also by a redirect, is refused. */
  readonly origins: readonly string[];
  readonly limits: Pick<AdapterLimits, 'connectMs' | 'answerMs' | 'idleMs' | 'maxAnswerBytes' | 'maxHeaderBytes' | 'atOnce'>;
  /** Certification authority, client certificate and key, PEM. */
  readonly tls?: { readonly ca?: Buffer | string; readonly cert?: Buffer | string; readonly key?: Buffer | string; readonly passphrase?: string };
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  readonly signal: AbortSignal;
  /** A write goes over a connection of its own: on one kept alive, a close by the other side could not be told from a lost reply. */
  readonly effect: 'read' | 'write';
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Content codings are undone. */
  readonly body: Buffer;
}

/** HTTP with bounds: declared origins, size, time, no redirect of a write. Every status is an answer; only a missing or broken one throws. */
export interface HttpClient {
  /** @throws AdapterError `unreachable`, `timeout`, `too-large`, `unauthorised` (client certificate), `contract-violation` (not HTTP, leads elsewhere), `cancelled` */
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

import { IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';

/** Headers as undici gives them: one that came more than once is a list. */
export type GivenHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Of these Node keeps the first when they come more than once; of all others it joins the values. */
const firstCounts = new Set(
  'age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location max-forwards proxy-authorization referer retry-after server user-agent'.split(
    ' ',
  ),
);

/** An answer that undici reads, as Node gives its own: the same rules for headers that come more than once, the same stream. */
export class PlainAnswer extends IncomingMessage {
  readonly #controller: Pick<Dispatcher.DispatchController, 'resume'>;
  readonly #left: () => void;

  /** @param left called when nobody wants the rest */
  constructor(controller: Pick<Dispatcher.DispatchController, 'resume'>, status: number, message: string, headers: GivenHeaders, left: () => void) {
    super(undefined as unknown as Socket);
    this.#controller = controller;
    this.#left = left;
    this.statusCode = status;
    // Undici reads UTF-8, but a head carries bytes: so they are again on the way out.
    this.statusMessage = Buffer.from(message).toString('latin1');
    this.headers = joined(headers);
  }

  /** The body is whole. */
  end(trailers: GivenHeaders): void {
    this.trailers = joined(trailers) as NodeJS.Dict<string>;
    this.complete = true;
    this.push(null);
  }

  override _read(): void {
    this.#controller.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.complete) this.#left();
    // As Node's own: an error that nobody listens to is no reason to end the process.
    process.nextTick(() => done(this.listenerCount('error') > 0 ? error : null));
  }
}

function joined(headers: GivenHeaders): IncomingHttpHeaders {
  const result: IncomingHttpHeaders = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (name === 'set-cookie') result[name] = typeof value === 'string' ? [value] : value;
    else if (!Array.isArray(value)) result[name] = value;
    else result[name] = firstCounts.has(name) ? value[0] : value.join(name === 'cookie' ? '; ' : ', ');
  }
  return result;
}

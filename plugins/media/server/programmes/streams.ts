import type { IncomingMessage, ServerResponse } from 'node:http';
import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import type { Context } from '../context.ts';
import { isFor, watcherOf } from './audience.ts';
import { streamPath } from './answers.ts';
import type { Programme } from './programme-row.ts';
import type { Programmes } from './programmes.ts';
import { StreamGrants } from './stream-grants.ts';

/** A request for one file of a stream, by somebody who may have it. */
export interface StreamRequest {
  readonly programme: Programme;
  /** Below the stream's address: `master.m3u8`, `v/12.m4s`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Goes as `?g=…` behind every address that a playlist names; `null`: the stream is for everyone. */
  readonly grant: string | null;
  readonly call: Call;
}

/** Answers the files of the streams of one origin. @throws HTTP_NOT_FOUND for a file that is not there */
export type StreamSource = (request: IncomingMessage, response: ServerResponse, stream: StreamRequest) => Promise<void>;

/** How long a decision on a programme may lag behind its row. */
const freshMs = 2_000;
/** A player is still at the end of what it watched when the broadcast is over. */
const lingeringMs = 600_000;
const grantSeconds = 600;
const mostRemembered = 1_000;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The one address of all streams: who may watch is decided here, the bytes come from the part that made them. */
export class Streams {
  readonly grants: StreamGrants;
  readonly #ctx: Pick<Context, 'access' | 'seals'>;
  readonly #programmes: Programmes;
  readonly #sources = new Map<Programme['origin'], StreamSource>();
  readonly #seen = new Map<string, { readonly programme: Promise<Programme | null>; readonly until: number }>();

  constructor(ctx: Pick<Context, 'access' | 'seals'>, programmes: Programmes) {
    this.#ctx = ctx;
    this.#programmes = programmes;
    this.grants = new StreamGrants(ctx.seals);
  }

  /** Says who answers the streams of an origin. */
  serve(origin: Programme['origin'], source: StreamSource): void {
    this.#sources.set(origin, source);
  }

  register(ctx: Pick<Context, 'protocol'>): void {
    ctx.protocol({
      at: `${streamPath}/:programme/*`,
      methods: ['GET'],
      access: { public: 'streams for everyone need no sign-in; those of other audiences are answered as unknown without a session or a signed grant' },
      summary: 'HLS: playlists and segments of a programme',
      handle: (request, response, call, { programme = '', '*': path = '' }) => this.#answer(request, response, call, programme, path),
    });
  }

  /** What was read of a programme is read again: its state or audience has just changed. */
  forget(id: string): void {
    this.#seen.delete(id);
  }

  async #answer(request: IncomingMessage, response: ServerResponse, call: Call, id: string, path: string): Promise<void> {
    const query = new URL(request.url ?? '/', 'http://hub').searchParams;
    let programme = uuid.test(id) ? await this.#find(id) : null;
    let grant = programme && (await this.#admit(programme, query.get('g'), call));
    if (programme && !grant) {
      // It may have been published a moment ago: nobody is refused for what was remembered.
      this.forget(id);
      programme = await this.#find(id);
      grant = programme && (await this.#admit(programme, query.get('g'), call));
    }
    const source = programme && this.#sources.get(programme.origin);
    if (!programme || !grant || !source) throw new AmanahError('MEDIA_PROGRAMME_UNKNOWN', { detail: id });
    await source(request, response, { programme, path, query, grant: grant.carried, call });
  }

  /** How somebody may read it; `null`: not at all. */
  async #admit(programme: Programme, shown: string | null, call: Call): Promise<{ readonly carried: string | null } | null> {
    const { access } = this.#ctx;
    const open = isOpen(programme);
    if (open && programme.audience === 'everyone') return { carried: null };
    if ((open && isFor(programme, watcherOf(call, access))) || access.may(call.actor, 'media:programme.read', programme.unit))
      return { carried: this.grants.make(programme.id, grantSeconds) };
    return open && shown !== null && this.grants.holds(programme.id, shown) ? { carried: shown } : null;
  }

  #find(id: string): Promise<Programme | null> {
    const now = Date.now();
    const seen = this.#seen.get(id);
    if (seen && seen.until > now) return seen.programme;
    if (this.#seen.size >= mostRemembered) this.#seen.clear();
    const programme = this.#programmes.find(id);
    this.#seen.set(id, { programme, until: now + freshMs });
    programme.catch(() => this.#seen.delete(id));
    return programme;
  }
}

function isOpen({ state, endedAt }: Programme): boolean {
  if (state === 'live' || state === 'published') return true;
  return state === 'ended' && endedAt !== null && Date.now() - Date.parse(endedAt) < lingeringMs;
}

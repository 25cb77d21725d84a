import { AmanahError } from '@amanah/errors';
import type { Call, Queryable } from '@amanah/plugin-api';
import type { ProgrammeState } from '../../contract.ts';
import type { Context } from '../context.ts';
import type { ProgrammeFiles } from './programme-files.ts';
import type { Programme } from './programme-row.ts';
import type { Programmes } from './programmes.ts';

const publishable: readonly ProgrammeState[] = ['ended', 'ready', 'withdrawn'];
/** States in which a machine is at work on it, or people watch it: it is stopped first. */
const busy: readonly ProgrammeState[] = ['live', 'uploading', 'checking', 'transcoding'];

/** Onto the shelf, off it, and away for good. Each act is in the audit. */
export class Publication {
  readonly #ctx: Pick<Context, 'db' | 'events' | 'audit' | 'log'>;
  readonly #programmes: Programmes;
  readonly #files: ProgrammeFiles;

  constructor(ctx: Pick<Context, 'db' | 'events' | 'audit' | 'log'>, programmes: Programmes, files: ProgrammeFiles) {
    this.#ctx = ctx;
    this.#programmes = programmes;
    this.#files = files;
  }

  /**
   * Puts a programme on the shelf: with captions, or with a reason why there are none, which is kept and recorded. One that is there already stays.
   * @throws MEDIA_PROGRAMME_UNKNOWN, MEDIA_STATE_REFUSED, MEDIA_CAPTIONS_NEEDED
   */
  async publish(id: string, exception: string | null, call: Pick<Call, 'actor' | 'requestId'>): Promise<void> {
    const published = await this.#ctx.db.transaction(async (tx) => {
      const one = await this.#programmes.hold(tx, id);
      if (one.state === 'published') return null;
      if (!publishable.includes(one.state)) throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${one.state}` });
      const reason = exception ?? one.captionsException;
      if (one.captions.length === 0 && reason === null) throw new AmanahError('MEDIA_CAPTIONS_NEEDED', { detail: id });
      await this.putOnShelf(tx, one, reason);
      return { withoutCaptions: one.captions.length === 0 ? reason : null };
    });
    if (published) await this.#record('programme.published', id, call, published);
  }

  /** The act itself, within a transaction that holds the programme: also for a recording that is published by itself. */
  async putOnShelf(tx: Queryable, one: Programme, exception: string | null): Promise<void> {
    await this.#programmes.note(tx, one.id, { state: 'published', publishedAt: new Date(), withdrawnAt: null, captionsException: exception });
    await this.#ctx.events.emit(tx, {
      type: 'programme.published',
      subject: one.id,
      data: { id: one.id, kind: one.kind, origin: one.origin, title: one.title, audience: one.audience, unit: one.unit, services: one.services },
    });
  }

  /** Takes it off the shelf; files stay. @throws MEDIA_PROGRAMME_UNKNOWN, MEDIA_STATE_REFUSED */
  async withdraw(id: string, reason: string, call: Call): Promise<void> {
    await this.#ctx.db.transaction(async (tx) => {
      const one = await this.#programmes.hold(tx, id);
      if (one.state !== 'published') throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${one.state}` });
      await this.#programmes.note(tx, id, { state: 'withdrawn', withdrawnAt: new Date() });
      await this.#ctx.events.emit(tx, { type: 'programme.withdrawn', subject: id, data: { id, unit: one.unit, services: one.services } });
    });
    await this.#record('programme.withdrawn', id, call, { reason });
  }

  /** Deletes a programme and all its files. @throws MEDIA_PROGRAMME_UNKNOWN, MEDIA_STATE_REFUSED while it runs or is worked on */
  async remove(id: string, call: Call): Promise<void> {
    const removed = await this.#ctx.db.transaction(async (tx) => {
      const one = await this.#programmes.hold(tx, id);
      if (busy.includes(one.state)) throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${one.state}` });
      if (one.state === 'published')
        await this.#ctx.events.emit(tx, { type: 'programme.withdrawn', subject: id, data: { id, unit: one.unit, services: one.services } });
      await this.#programmes.erase(tx, id);
      return one;
    });
    await this.#record('programme.removed', id, call, { title: removed.title, state: removed.state });
    await this.#files
      .removeAll(id)
      .catch((error: unknown) => this.#ctx.log.warn({ err: error, programme: id }, 'files of a deleted programme are left for the nightly job'));
  }

  async #record(action: string, id: string, { actor, requestId }: Pick<Call, 'actor' | 'requestId'>, data: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#ctx.audit.record({ action, actor, subject: `programme/${id}`, requestId, data });
  }
}

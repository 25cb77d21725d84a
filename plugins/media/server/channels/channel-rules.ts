import { AmanahError } from '@amanah/errors';
import type { Programme } from '../programmes/programme-row.ts';
import type { Programmes } from '../programmes/programmes.ts';
import type { Sources } from './linear/sources.ts';

/** What may be put on a channel: only what is for everyone, and what has the picture and sound that the channel sends. */
export class ChannelRules {
  readonly #programmes: Pick<Programmes, 'findAll'>;
  readonly #sources: Sources;

  constructor(programmes: Pick<Programmes, 'findAll'>, sources: Sources) {
    this.#programmes = programmes;
    this.#sources = sources;
  }

  /** A programme of its own. @throws MEDIA_PROGRAMME_UNKNOWN, MEDIA_CHANNEL_EVERYONE, MEDIA_CHANNEL_UNFIT */
  async assertProgramme(id: string, kind: 'video' | 'audio'): Promise<void> {
    const [one] = await this.#programmes.findAll([id]);
    if (!one) throw new AmanahError('MEDIA_PROGRAMME_UNKNOWN', { detail: id });
    await this.#assertFit([one], kind);
  }

  /** What is on the shelf, or ready for it, of a playlist; the rest is left out when it is sent. @throws MEDIA_CHANNEL_EVERYONE, MEDIA_CHANNEL_UNFIT */
  async assertPlaylist(ids: readonly string[], kind: 'video' | 'audio'): Promise<void> {
    await this.#assertFit(
      (await this.#programmes.findAll(ids)).filter(({ state }) => state === 'published' || state === 'ready'),
      kind,
    );
  }

  /** A broadcast to come. @throws MEDIA_PROGRAMME_UNKNOWN, MEDIA_STATE_REFUSED, MEDIA_CHANNEL_EVERYONE, MEDIA_CHANNEL_UNFIT */
  async assertBroadcast(id: string, kind: 'video' | 'audio'): Promise<void> {
    const [one] = await this.#programmes.findAll([id]);
    if (!one || one.origin !== 'live') throw new AmanahError('MEDIA_PROGRAMME_UNKNOWN', { detail: id });
    if (one.state !== 'scheduled' && one.state !== 'live') throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${id} is ${one.state}` });
    assertEveryone(one);
    if (kind === 'video' && one.kind === 'audio') throw unfit(one);
  }

  async #assertFit(programmes: readonly Programme[], kind: 'video' | 'audio'): Promise<void> {
    programmes.forEach(assertEveryone);
    const fitting = await this.#sources.fitting(
      programmes.map(({ id }) => id),
      kind,
    );
    const bad = programmes.find(({ id, ...one }) => !fitting.has(id) || (kind === 'video' && one.kind === 'audio'));
    if (bad) throw unfit(bad);
  }
}

function assertEveryone(one: Programme): void {
  if (one.audience !== 'everyone') throw new AmanahError('MEDIA_CHANNEL_EVERYONE', { params: titles(one), detail: one.id });
}

function unfit(one: Programme): AmanahError {
  return new AmanahError('MEDIA_CHANNEL_UNFIT', { params: titles(one), detail: one.id });
}

function titles({ title }: Programme): { readonly titleAr: string; readonly titleEn: string } {
  return { titleAr: title.ar, titleEn: title.en };
}

import type { Queryable } from '@amanah/plugin-api';
import { z } from 'zod';
import type { SocialEvents } from '../../contract.ts';
import type { ActProblem, ClaimedAct } from './post-rows.ts';

export interface EventOutbox {
  emit(tx: Queryable, event: { type: 'post.refused' | 'network.refused'; subject: string; data: unknown }): Promise<void>;
}

/** A post that waits for a person now. */
export const postRefused = z.looseObject({
  post: z.uuid(),
  news: z.uuid(),
  network: z.string(),
  edition: z.number().int(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
}) satisfies z.ZodType<SocialEvents['post.refused']>;

/** A network that does not take our token any more. */
export const networkRefused = z.looseObject({ network: z.string() }) satisfies z.ZodType<SocialEvents['network.refused']>;

/** What has to be told of posts and networks, written down in the transaction that notes it. */
export class RefusalEvents {
  readonly #events: EventOutbox;

  constructor(events: EventOutbox) {
    this.#events = events;
  }

  async ofPost(tx: Queryable, { post, edition }: Pick<ClaimedAct, 'post' | 'edition'>, { code, params }: ActProblem): Promise<void> {
    const data: SocialEvents['post.refused'] = { post: post.id, news: post.news, network: post.network, edition, code, params };
    await this.#events.emit(tx, { type: 'post.refused', subject: post.id, data });
  }

  async ofNetwork(tx: Queryable, network: string): Promise<void> {
    const data: SocialEvents['network.refused'] = { network };
    await this.#events.emit(tx, { type: 'network.refused', subject: network, data });
  }
}

import type { Federation } from '@fedify/fedify';
import type { Queryable } from '@amanah/plugin-api';
import type { RemotePost } from '../networks/connector.ts';
import type { ClaimedAct } from '../posts/post-rows.ts';
import type { OwnAccount } from '../posts/post-sender.ts';
import type { Deliveries } from './deliveries.ts';
import { inboxesOfAll } from './followers.ts';
import type { NoteMatter, NotePlaces } from './note.ts';

export interface OwnAccountParts {
  readonly federation: () => Promise<Federation<void>>;
  readonly deliveries: Deliveries;
  readonly publicUrl: URL;
  readonly name: string;
  /** What readers see of a news item now; `null`: it is not out. */
  readonly matterOf: (tx: Queryable, news: string) => Promise<Omit<NoteMatter, 'words'> | null>;
}

/** Publishes on our own account: note, activity and its deliveries in one transaction with the end of the act. */
export class FediverseAccount implements OwnAccount {
  readonly #parts: OwnAccountParts;

  constructor(parts: OwnAccountParts) {
    this.#parts = parts;
  }

  async carryOut(tx: Queryable, act: ClaimedAct): Promise<RemotePost | null> {
    const { federation, deliveries, publicUrl, name, matterOf } = this.#parts;
    const { activityOf, deletionOf, noteOf } = await import('./note.ts');
    const { Note } = await import('@fedify/vocab');
    const ctx = (await federation()).createContext(publicUrl, undefined);
    const places: NotePlaces = { id: ctx.getObjectUri(Note, { post: act.post.id }), actor: ctx.getActorUri(name), followers: ctx.getFollowersUri(name) };
    const inboxes = await inboxesOfAll(tx);
    const matter = act.act === 'delete' ? null : await matterOf(tx, act.post.news);
    if (!matter) {
      const rows = await tx.query('UPDATE note SET gone = true WHERE post = $1 AND NOT gone RETURNING post', [act.post.id]);
      const deletion = deletionOf(places, act.id);
      if (rows.length > 0) await deliveries.add(tx, deletion.id!.href, (await deletion.toJsonLd({ contextLoader: ctx.contextLoader })) as object, inboxes);
      return null;
    }
    const [known] = await tx.query('SELECT post FROM note WHERE post = $1 AND NOT gone', [act.post.id]);
    const note = noteOf(places, { ...matter, words: act.words, changedAt: known ? (matter.changedAt ?? new Date()) : null });
    const activity = activityOf(known ? 'update' : 'create', note, places, act.edition);
    await tx.query(
      `INSERT INTO note (post, document, published_at) VALUES ($1, $2, $3) ON CONFLICT (post) DO UPDATE SET document = excluded.document, gone = false`,
      [act.post.id, JSON.stringify(await note.toJsonLd({ contextLoader: ctx.contextLoader })), matter.publishedAt],
    );
    await deliveries.add(tx, activity.id!.href, (await activity.toJsonLd({ contextLoader: ctx.contextLoader })) as object, inboxes);
    return { id: places.id.href, url: places.id.href };
  }
}

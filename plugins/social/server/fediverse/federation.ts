import { createFederation, type Federation } from '@fedify/fedify';
import { Accept, Create, Delete, Endpoints, Follow, Image, Note, Organization, PUBLIC_COLLECTION, Undo, type Actor } from '@fedify/vocab';
import { validatePublicUrl } from '@fedify/vocab-runtime';
import type { Bilingual, Db } from '@amanah/plugin-api';
import { isBlocked } from './account-blocks.ts';
import type { ActorKeys } from './actor-keys.ts';
import type { Deliveries } from './deliveries.ts';
import type { FederationMemory } from './federation-memory.ts';
import { holdBlocks, type Followers } from './followers.ts';

/** Who we are in the Fediverse: `@name@host`. */
export interface Account {
  readonly name: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** Address of its picture. */
  readonly icon: string;
}

export interface FederationParts {
  readonly db: Db;
  readonly publicUrl: URL;
  readonly account: Account;
  readonly keys: ActorKeys;
  readonly memory: FederationMemory;
  readonly followers: Followers;
  readonly deliveries: Deliveries;
  /** Servers in private networks are spoken to: for tests on one machine only. */
  readonly privateAddresses: boolean;
  /** Something is to be delivered now. */
  wake(): Promise<void>;
}

/** Older or newer signed requests are refused. */
export const signatureWindowSeconds = 300;
const pageLength = 20;

interface NoteRow {
  readonly post: string;
  readonly document: object;
  readonly gone: boolean;
}

/**
 * Our account as other servers meet it: WebFinger, actor, inbox, outbox, followers (only how many), notes, NodeInfo. Unsigned requests to the inbox, wrong
 * signatures and old ones are refused by fedify.
 */
export function federationOf(parts: FederationParts): Federation<void> {
  const { db, account, publicUrl } = parts;
  const federation = createFederation<void>({
    kv: parts.memory,
    origin: publicUrl.origin,
    allowPrivateAddress: parts.privateAddresses,
    signatureTimeWindow: { seconds: signatureWindowSeconds },
    userAgent: { software: 'AmanahHub/1', url: publicUrl },
  });

  federation
    .setActorDispatcher('/ap/actors/{identifier}', async (ctx, identifier) => {
      if (identifier !== account.name) return null;
      const keys = await ctx.getActorKeyPairs(identifier);
      return new Organization({
        id: ctx.getActorUri(identifier),
        preferredUsername: account.name,
        name: `${account.title.ar} · ${account.title.en}`,
        summary: `<p>${account.about.ar}</p><p>${account.about.en}</p>`,
        url: publicUrl,
        icon: new Image({ url: new URL(account.icon, publicUrl), mediaType: 'image/png' }),
        inbox: ctx.getInboxUri(identifier),
        outbox: ctx.getOutboxUri(identifier),
        followers: ctx.getFollowersUri(identifier),
        endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
        publicKey: keys[0]!.cryptographicKey,
        assertionMethods: keys.map(({ multikey }) => multikey),
        discoverable: true,
      });
    })
    .setKeyPairsDispatcher(async (_ctx, identifier) => (identifier === account.name ? parts.keys.pairs() : []));

  federation.setFollowersDispatcher('/ap/actors/{identifier}/followers', async () => ({ items: [] })).setCounter(() => parts.followers.count());

  federation
    .setOutboxDispatcher('/ap/actors/{identifier}/outbox', async (ctx, identifier, cursor) => {
      const from = Number(cursor ?? 0);
      const rows = await db.query<NoteRow>('SELECT post, document, gone FROM note WHERE NOT gone ORDER BY published_at DESC, post OFFSET $1 LIMIT $2', [
        from,
        pageLength + 1,
      ]);
      const actor = ctx.getActorUri(identifier);
      const items = await Promise.all(
        rows.slice(0, pageLength).map(async ({ document }) => {
          const note = await Note.fromJsonLd(document);
          return new Create({ id: new URL('#create', note.id!), actor, to: PUBLIC_COLLECTION, object: note, published: note.published });
        }),
      );
      return { items, nextCursor: rows.length > pageLength ? String(from + pageLength) : null };
    })
    .setFirstCursor(() => '0')
    .setCounter(async () => (await db.query<{ count: number }>('SELECT count(*)::int AS count FROM note WHERE NOT gone'))[0]!.count);

  federation.setObjectDispatcher(Note, '/ap/notes/{post}', async (_ctx, { post }) => {
    if (!/^[0-9a-f-]{36}$/.test(post)) return null;
    const [row] = await db.query<NoteRow>('SELECT post, document, gone FROM note WHERE post = $1', [post]);
    return row && !row.gone ? Note.fromJsonLd(row.document) : null;
  });

  federation.setNodeInfoDispatcher('/ap/nodeinfo/2.1', async () => ({
    software: { name: 'amanah-hub', version: '1.0.0' },
    protocols: ['activitypub'],
    usage: {
      users: { total: 1 },
      localPosts: (await db.query<{ count: number }>('SELECT count(*)::int AS count FROM note WHERE NOT gone'))[0]!.count,
      localComments: 0,
    },
  }));

  federation
    .setInboxListeners('/ap/actors/{identifier}/inbox', '/ap/inbox')
    .on(Follow, async (ctx, follow) => {
      const target = ctx.parseUri(follow.objectId);
      if (target?.type !== 'actor' || target.identifier !== account.name || !follow.id) return;
      const actor = (await follow.getActor(ctx)) as Actor | null;
      if (!actor?.id || !actor.inboxId) return;
      for (const inbox of [actor.inboxId, actor.endpoints?.sharedInbox]) if (inbox && !parts.privateAddresses) await validatePublicUrl(inbox.href);
      const answer = new Accept({
        id: new URL(`#accept-${crypto.randomUUID()}`, ctx.getActorUri(account.name)),
        actor: follow.objectId,
        to: actor.id,
        object: follow,
      });
      const document = (await answer.toJsonLd({ contextLoader: ctx.contextLoader })) as object;
      const follower = {
        actor: actor.id.href,
        handle: `@${actor.preferredUsername?.toString() ?? ''}@${actor.id.host}`,
        inbox: actor.inboxId.href,
        sharedInbox: actor.endpoints?.sharedInbox?.href ?? null,
      };
      const page = actor.url instanceof URL ? actor.url.href : (actor.url?.href?.href ?? null);
      // Whoever is blocked is told nothing, not even that.
      const taken = await db.transaction(async (tx) => {
        await holdBlocks(tx);
        if (await isBlocked(tx, follower, page)) return false;
        await parts.followers.add(tx, follower);
        await parts.deliveries.add(tx, answer.id!.href, document, [follower.inbox]);
        return true;
      });
      if (taken) await parts.wake();
    })
    .on(Undo, async (ctx, undo) => {
      const undone = await undo.getObject(ctx);
      // Only its maker takes a follow back: fedify has proved who sends.
      if (undone instanceof Follow && undo.actorId && undone.actorId?.href === undo.actorId.href) await parts.followers.remove(undo.actorId.href);
    })
    .on(Delete, async (_ctx, deletion) => {
      if (deletion.actorId && deletion.objectId?.href === deletion.actorId.href) await parts.followers.remove(deletion.actorId.href);
    });
  return federation;
}

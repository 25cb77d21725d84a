import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createFederation, generateCryptoKeyPair, MemoryKvStore, signRequest } from '@fedify/fedify';
import { Accept, Create, Delete, Follow, Note, Person, Undo, Update } from '@fedify/vocab';
import { serveStandIn, standInArguments } from '../process/serve.ts';

/** What reached the reader's home, by the address of the note. */
const home = new Map<string, { content: string; edits: number; gone: boolean }>();
const accepted: string[] = [];
const keys = [await generateCryptoKeyPair('RSASSA-PKCS1-v1_5'), await generateCryptoKeyPair('Ed25519')];
let base = '';

/** A server of the Fediverse with one reader, `salem`, who follows whom the controls say. */
const federation = createFederation<void>({ kv: new MemoryKvStore(), allowPrivateAddress: true });
federation
  .setActorDispatcher('/users/{identifier}', async (ctx, identifier) => {
    if (identifier !== 'salem') return null;
    const pairs = await ctx.getActorKeyPairs(identifier);
    return new Person({
      id: ctx.getActorUri(identifier),
      preferredUsername: identifier,
      inbox: ctx.getInboxUri(identifier),
      publicKey: pairs[0]!.cryptographicKey,
      assertionMethods: pairs.map(({ multikey }) => multikey),
    });
  })
  .setKeyPairsDispatcher(async () => keys);
federation
  .setInboxListeners('/users/{identifier}/inbox')
  .on(Accept, async (_ctx, accept) => void accepted.push(accept.actorId?.href ?? ''))
  .on(Create, async (ctx, create) => {
    const note = await create.getObject(ctx);
    if (note instanceof Note && note.id) home.set(note.id.href, { content: note.content?.toString() ?? '', edits: 0, gone: false });
  })
  .on(Update, async (ctx, update) => {
    const note = await update.getObject(ctx);
    const known = note instanceof Note && note.id ? home.get(note.id.href) : undefined;
    if (known && note instanceof Note) home.set(note.id!.href, { content: note.content?.toString() ?? '', edits: known.edits + 1, gone: false });
  })
  .on(Delete, async (_ctx, deletion) => {
    const known = deletion.objectId ? home.get(deletion.objectId.href) : undefined;
    if (known) known.gone = true;
  });

const context = () => federation.createContext(new URL(base), undefined);
const me = () => context().getActorUri('salem');

async function tell(actor: string, kind: 'follow' | 'unfollow'): Promise<void> {
  const found = await context().lookupObject(actor);
  const follow = new Follow({ id: new URL(`#follow-${crypto.randomUUID()}`, me()), actor: me(), object: new URL(actor) });
  const activity = kind === 'follow' ? follow : new Undo({ id: new URL(`#undo-${crypto.randomUUID()}`, me()), actor: me(), object: follow });
  const inboxId = (found as Person).inboxId!;
  await context().sendActivity({ identifier: 'salem' }, { id: new URL(actor), inboxId }, activity, { immediate: true });
}

/** Sends a follow by hand: unsigned, changed after it was signed, signed by a key that is not the sender's, from an hour ago, or the same signed request twice. @returns each answer's status */
async function forge(actor: string, how: string): Promise<{ statuses: number[] }> {
  const { inboxId } = (await context().lookupObject(actor)) as Person;
  const follow = new Follow({ id: new URL(`#forged-${crypto.randomUUID()}`, me()), actor: me(), object: new URL(actor) });
  const body = JSON.stringify(await follow.toJsonLd({ contextLoader: context().contextLoader }));
  const at = how === 'old' ? new Date(Date.now() - 3_600_000) : new Date();
  const plain = new Request(inboxId!, { method: 'POST', body, headers: { 'content-type': 'application/activity+json', date: at.toUTCString() } });
  const pair = how === 'other-key' ? await generateCryptoKeyPair('RSASSA-PKCS1-v1_5') : keys[0]!;
  const key = new URL('#main-key', me());
  const signed = how === 'unsigned' ? plain : await signRequest(plain, pair.privateKey, key, { currentTime: instantOf(at) } as never);
  const sent = how === 'changed' ? body.replace('Follow', 'Like') : body;
  const statuses: number[] = [];
  for (let time = 0; time < (how === 'replayed' ? 2 : 1); time += 1)
    statuses.push((await fetch(signed.url, { method: 'POST', body: sent, headers: signed.headers })).status);
  return { statuses };
}

const { Temporal } = await import('@js-temporal/polyfill');
const instantOf = (at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime());

const { address, port } = standInArguments({ address: '127.0.0.16', settings: {} });
await serveStandIn({
  address,
  port,
  listener(url) {
    base = url;
    return (request, response) => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) for (const one of [value ?? []].flat()) headers.append(name, one);
      const body = request.method === 'POST' ? { body: Readable.toWeb(request) as ReadableStream as BodyInit, duplex: 'half' } : {};
      const web = new Request(new URL(request.url ?? '/', url), { method: request.method ?? 'GET', headers, ...body } as RequestInit);
      void federation
        .fetch(web, { contextData: undefined })
        .then(async (answer) => response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer())));
    };
  },
  controls: {
    follow: async (query) => tell(query.get('actor')!, 'follow'),
    unfollow: async (query) => tell(query.get('actor')!, 'unfollow'),
    forge: async (query) => forge(query.get('actor')!, query.get('how')!),
    home: () => ({ accepted, notes: Object.fromEntries(home) }),
  },
});

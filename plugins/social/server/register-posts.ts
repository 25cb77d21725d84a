import type { Bilingual, Call } from '@amanah/plugin-api';
import { z } from 'zod';
import type { Context } from './context.ts';
import { AccountBlocks } from './fediverse/account-blocks.ts';
import { ActorKeys } from './fediverse/actor-keys.ts';
import { registerBlockRoutes } from './fediverse/block-routes.ts';
import { Deliveries } from './fediverse/deliveries.ts';
import { FederationMemory } from './fediverse/federation-memory.ts';
import { registerFediverse } from './fediverse/fediverse-protocols.ts';
import { Followers } from './fediverse/followers.ts';
import { matterOf } from './fediverse/note-matter.ts';
import { FediverseAccount } from './fediverse/own-account.ts';
import { pictureOf } from './news/happening.ts';
import { NetworkRegister } from './networks/network-register.ts';
import { registerNetworkRoutes } from './networks/network-routes.ts';
import { PostDesk } from './posts/post-desk.ts';
import { registerPostLinks } from './posts/post-links.ts';
import { registerPostRoutes } from './posts/post-routes.ts';
import { PostSender } from './posts/post-sender.ts';
import { RefusalEvents } from './posts/refusal-events.ts';
import { SentPictures, type OpenPicture } from './posts/sent-pictures.ts';
import { tellRefusals } from './posts/tell-refusals.ts';
import { say } from './words.ts';

/** What the events of news say as far as posts need it. */
const happening = z.looseObject({
  id: z.uuid(),
  edition: z.number().int(),
  audience: z.string(),
  title: z.object({ ar: z.string(), en: z.string() }),
  summary: z.object({ ar: z.string(), en: z.string() }),
  picture: z
    .object({ path: z.string(), alt: z.object({ ar: z.string(), en: z.string() }) })
    .nullable()
    .transform((picture) => picture && { id: pictureOf(picture.path), alt: picture.alt }),
  networks: z.array(z.object({ id: z.string(), words: z.string().nullable() })).default([]),
});
const withdrawn = z.looseObject({ id: z.uuid() });

const title: Bilingual = { ar: say('ar', 'postFediverse'), en: say('en', 'postFediverse') };

/** Posts of news on networks of others, and on our own account in the Fediverse. @returns what begins with the plugin, and the register for checks of words */
export function registerPosts(ctx: Context, openPicture: OpenPicture, assertMaySee: (news: string, call: Call) => Promise<void>) {
  const { db, seals, log, publicUrl } = ctx;
  const { handle: name, privateAddresses } = ctx.config.fediverse;
  const linkOf = (code: string) => new URL(`/go/${code}`, publicUrl).href;
  const register = new NetworkRegister(db, seals);
  const desk = new PostDesk(db, linkOf);
  const memory = new FederationMemory(db);
  const followers = new Followers(db);
  const deliveries = new Deliveries(db, log);
  const keys = new ActorKeys(db, seals);

  // fedify is large: it is loaded when somebody speaks ActivityPub, or something is to be told there.
  let loading: ReturnType<typeof load> | undefined;
  const load = async () => {
    const { federationOf } = await import('./fediverse/federation.ts');
    const about: Bilingual = { ar: say('ar', 'postFediverseAbout'), en: say('en', 'postFediverseAbout') };
    const account = { name, title: { ar: say('ar', 'newsPublisher'), en: say('en', 'newsPublisher') }, about, icon: '/favicon.png' };
    return federationOf({
      db,
      publicUrl,
      account,
      keys,
      memory,
      followers,
      deliveries,
      privateAddresses,
      wake: () => deliver.enqueue({ because: crypto.randomUUID() }),
    });
  };
  const federation = () => (loading ??= load());

  const own = new FediverseAccount({ federation, deliveries, publicUrl, name, matterOf: (tx, news) => matterOf(ctx, tx, news) });
  const sender = new PostSender({ db, log, seals, linkOf, own, refusals: new RefusalEvents(ctx.events), pictures: new SentPictures(db, openPicture) });

  // Every ten seconds what is due then; `because` of something that has just happened at once.
  const job = (jobName: string, run: (call: Call) => Promise<void>) =>
    ctx.job({
      name: jobName,
      input: z.strictObject({ because: z.string().max(200).optional() }),
      key: ({ because = 'due' }) => because,
      attempts: 3,
      timeoutMs: 115_000,
      cron: '*/10 * * * * *',
      run: (_input, call) => run(call),
    });
  const deliver = job('deliver-activities', async (call) => {
    const [due] = await db.query(`SELECT id FROM activity_delivery WHERE state = 'queued' AND due_at <= now() LIMIT 1`);
    if (due) await deliveries.run(await federation(), publicUrl, name, AbortSignal.any([call.signal, AbortSignal.timeout(50_000)]));
  });
  const send = job('send-posts', async (call) => {
    await sender.run(AbortSignal.any([call.signal, AbortSignal.timeout(80_000)]));
    await deliver.enqueue({ because: crypto.randomUUID() });
  });
  const wake = () => send.enqueue({ because: crypto.randomUUID() });

  for (const type of ['social.news.published', 'social.news.changed'] as const)
    ctx.events.on(type, happening, async ({ data }) => {
      if (data.audience === 'everyone') await desk.follow(data);
      else await desk.withdraw(data.id);
      await wake();
    });
  ctx.events.on('social.news.withdrawn', withdrawn, async ({ data }) => {
    await desk.withdraw(data.id);
    await wake();
  });
  ctx.job({
    name: 'forget-federation-memory',
    input: z.strictObject({}),
    key: () => 'forget-federation-memory',
    attempts: 3,
    timeoutMs: 60_000,
    cron: '20 3 * * *',
    run: () => memory.forgetOld(),
  });
  tellRefusals(ctx);
  registerPostLinks(ctx);
  registerPostRoutes(ctx, { register, desk, linkOf, assertMaySee, wake });
  registerNetworkRoutes(ctx, register, () => followers.count(), wake);
  registerFediverse(ctx, federation, memory);
  registerBlockRoutes(ctx, new AccountBlocks(db), followers);

  return {
    register,
    linkOf,
    async begin() {
      await register.keepOwn(title, `@${name}@${publicUrl.host}`);
      for (const network of ctx.config.networks) await register.keep(network);
    },
  };
}

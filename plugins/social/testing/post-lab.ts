import { readFile } from 'node:fs/promises';
import type { Db, Seals } from '@amanah/plugin-api';
import { startPluginStore, type PluginStore } from '@amanah/testing';
import { NetworkRegister } from '../server/networks/network-register.ts';
import { PostDesk, type NewsToPost } from '../server/posts/post-desk.ts';
import { PostSender } from '../server/posts/post-sender.ts';
import { RefusalEvents } from '../server/posts/refusal-events.ts';
import { SentPictures } from '../server/posts/sent-pictures.ts';
import { connectedKinds, type ConnectedKind } from '../shared/network-kinds.ts';
import { startNetworks } from './networks-stand-in.ts';

export interface SeenPost {
  readonly network: string;
  readonly id: string;
  readonly text: string;
  readonly edits: number;
  readonly gone: boolean;
  readonly picture: { readonly bytes: number; readonly alt: string | null } | null;
}

export const tokens = { mastodon: 'mastodon-demo-token', telegram: '1448:telegram-demo-token', x: 'x-demo-token', facebook: 'facebook-demo-token' };
const accounts = { mastodon: '', telegram: '@eamana_demo', x: '', facebook: '1448' };
const plainSeals: Seals = {
  seal: (_purpose, text) => `sealed:${text}`,
  unseal: (_purpose, sealed) => sealed.slice('sealed:'.length),
  digest: (_purpose, text) => text,
};
const quiet = () => {};
const linkOf = (code: string) => `https://portal.example/go/${code}`;

/** Begins as a JPEG does. */
export const photo = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
/** A picture whose file is there no more. */
export const lostPicture = crypto.randomUUID();

/** Posts on the stand-ins of the four networks, with tables of their own and nothing else of the hub. */
export interface PostLab {
  readonly pool: PluginStore['pool'];
  readonly db: Db;
  readonly register: NetworkRegister;
  readonly desk: PostDesk;
  /** What was to be told of refusals since the last beginning. */
  readonly told: string[];
  urlOf(kind: ConnectedKind): string;
  /** Turns a switch of the stand-in. @returns what it answers */
  control(call: string): Promise<unknown>;
  /** Empty tables, networks connected anew and without faults. @returns an item for all of them */
  begin(): Promise<NewsToPost>;
  run(): Promise<void>;
  /** What stands on the networks of a news item: its posts carry its own links. */
  seen(news: string): Promise<SeenPost[]>;
  standing(news: string): Promise<{ readonly network: string; readonly title: string | undefined; readonly edits: number }[]>;
  acts(): Promise<string[]>;
  allDue(): Promise<void>;
  end(): Promise<void>;
}

/** An item for one network alone. */
export const newsFor = (news: NewsToPost, kind: ConnectedKind): NewsToPost => ({ ...news, networks: [{ id: kind, words: null }] });

/** Starts the stand-ins and takes a database of its own; `end` gives both back. */
export async function startPostLab(): Promise<PostLab> {
  const store = await startPluginStore();
  const { pool, db } = store;
  for (const name of ['0020-post', '0022-network-care', '0024-post-picture'])
    await db.query(await readFile(new URL(`../migrations/${name}.sql`, import.meta.url), 'utf8'));
  const standIn = await startNetworks();
  const told: string[] = [];
  const register = new NetworkRegister(db, plainSeals);
  const sender = new PostSender({
    db,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    seals: plainSeals,
    linkOf,
    own: { carryOut: async () => null },
    refusals: new RefusalEvents({ emit: async (_tx, { type, subject }) => void told.push(`${type} ${subject}`) }),
    pictures: new SentPictures(db, async (_news, id) => (id === lostPicture ? null : photo)),
  });
  const { control } = standIn;
  const urlOf = (kind: ConnectedKind) => (kind === 'facebook' ? `${standIn.url}/v25.0` : standIn.url);
  const seen = async (news: string) => {
    const { posts } = (await control('posts')) as { posts: SeenPost[] };
    const codes = (await db.query<{ code: string }>('SELECT code FROM post WHERE news = $1', [news])).map(({ code }) => code);
    return posts.filter(({ text }) => codes.some((code) => text.includes(code)));
  };
  return {
    pool,
    db,
    register,
    desk: new PostDesk(db, linkOf),
    told,
    urlOf,
    control,
    async begin() {
      told.length = 0;
      await db.query('TRUNCATE network, post, post_act CASCADE');
      await control('fault?name=none');
      for (const kind of connectedKinds) {
        await control(`rest?network=${kind}&seconds=0`);
        await register.keep({ id: kind, kind, title: { ar: kind, en: kind }, url: urlOf(kind), account: accounts[kind], token: tokens[kind] });
      }
      return {
        id: crypto.randomUUID(),
        edition: 1,
        title: { ar: 'تجديد الرخص في الخبر', en: 'Renewal in Khobar' },
        summary: { ar: 'عبر البوابة', en: 'In the portal' },
        picture: null,
        networks: connectedKinds.map((id) => ({ id, words: null })),
      };
    },
    run: () => sender.run(AbortSignal.timeout(30_000)),
    seen,
    standing: async (news) =>
      (await seen(news)).filter(({ gone }) => !gone).map(({ network, text, edits }) => ({ network, title: text.split('\n')[0], edits })),
    async acts() {
      const rows = await db.query<{ act: string; state: string; code: string | null }>(
        `SELECT act, post_act.state, problem->>'code' AS code FROM post_act ORDER BY id`,
      );
      return rows.map(({ act, state, code }) => [act, state, ...(code ? [code] : [])].join(' '));
    },
    async allDue() {
      await db.query(`UPDATE post_act SET due_at = now() WHERE due_at < 'infinity'; UPDATE network SET rests_until = NULL`);
    },
    async end() {
      await standIn.stop();
      await store.end();
    },
  };
}

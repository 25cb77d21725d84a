import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { longestSummary, longestTitle } from '../../shared/news.ts';
import { postAnswer, preview, type Preview } from '../../shared/post-answers.ts';
import { personOf, type Context } from '../context.ts';
import type { NetworkRegister } from '../networks/network-register.ts';
import { decide, type Decision } from './post-decisions.ts';
import { limitOf, type PostDesk } from './post-desk.ts';
import { postsOf } from './post-list.ts';
import { composedWords, writtenWords } from './post-words.ts';

export interface PostOffice {
  readonly register: NetworkRegister;
  readonly desk: PostDesk;
  readonly linkOf: (code: string) => string;
  /** @throws SOCIAL_NEWS_UNKNOWN unless the caller may see the item */
  assertMaySee(news: string, call: Call): Promise<void>;
  /** Something is to be sent now. */
  wake(): Promise<void>;
}

/** As long as a real one. */
const sampleCode = '0'.repeat(10);
const both = (most: number) => z.strictObject({ ar: z.string().max(most), en: z.string().max(most) });
const words = z.array(z.strictObject({ id: z.string().max(40), words: z.string().max(5_000).nullable() })).max(20);

/** How news stands on networks, how it will read there, and what people decide where a network left a question. */
export function registerPostRoutes(ctx: Context, office: PostOffice): void {
  ctx.route({
    method: 'post',
    path: '/office/previews',
    access: 'news.read',
    summary: 'How words will read on each network: composed of title and summary, or as somebody wrote them',
    input: z.strictObject({ title: both(longestTitle), summary: both(longestSummary), networks: words }),
    output: z.strictObject({ previews: z.array(preview) }),
    handle: async (matter) => ({ previews: await previewsOf(office, matter) }),
  });
  ctx.route({
    method: 'get',
    path: '/office/news/{id}/posts',
    access: 'post.read',
    summary: 'Where a news item stands on each network',
    input: z.strictObject({ id: z.uuid() }),
    output: z.strictObject({ posts: z.array(postAnswer) }),
    async handle({ id }, call) {
      await office.assertMaySee(id, call);
      return { posts: await postsOf(ctx.db, id, call.language) };
    },
  });
  ctx.route({
    method: 'post',
    path: '/office/posts/{id}/decision',
    access: 'post.repeat',
    summary: 'Decides about a post that a network refused, or whose answer was lost',
    input: z.strictObject({
      id: z.uuid(),
      decision: z.enum(['retry', 'there', 'not-there', 'replace']),
      address: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .optional(),
    }),
    output: z.strictObject({}),
    async handle({ id, decision, address = null }, call) {
      await office.assertMaySee(await newsOf(ctx, id), call);
      await carryOut(ctx, office, id, decision, address);
      await ctx.audit.record({ action: `post.${decision}`, actor: call.actor, subject: id, requestId: call.requestId, data: { by: personOf(call).id } });
      await office.wake();
      return {};
    },
  });
}

/** Networks chosen for an item must exist, and words that somebody wrote must fit there. @throws HTTP_INVALID_INPUT, SOCIAL_WORDS_TOO_LONG */
export async function assertWords(office: Pick<PostOffice, 'register' | 'linkOf'>, chosen: z.infer<typeof words>): Promise<void> {
  const known = new Map((await office.register.all()).map((network) => [network.id, network]));
  for (const [index, { id, words: written }] of chosen.entries()) {
    const network = known.get(id);
    if (!network) throw new AmanahError('HTTP_INVALID_INPUT', { fields: [{ path: `content.networks.${index}`, message: 'unknown network' }] });
    const limit = limitOf(network.kind);
    if (written !== null && limit.measure(writtenWords(written, office.linkOf(sampleCode))) > limit.most)
      throw new AmanahError('SOCIAL_WORDS_TOO_LONG', {
        params: { network: network.title.ar, most: limit.most },
        fields: [{ path: `content.networks.${index}`, message: 'too long' }],
      });
  }
}

async function previewsOf(
  { register, linkOf }: PostOffice,
  matter: { title: { ar: string; en: string }; summary: { ar: string; en: string }; networks: z.infer<typeof words> },
): Promise<Preview[]> {
  const link = linkOf(sampleCode);
  return (await register.all()).map(({ id, kind }) => {
    const limit = limitOf(kind);
    const written = matter.networks.find((one) => one.id === id)?.words ?? null;
    const said = written === null ? composedWords({ ...matter, link }, limit) : writtenWords(written, link);
    const length = limit.measure(said);
    return { network: id, words: said, length, most: limit.most, fits: length <= limit.most };
  });
}

async function newsOf(ctx: Context, postId: string): Promise<string> {
  const [row] = await ctx.db.query<{ news: string }>('SELECT news FROM post WHERE id = $1', [postId]);
  if (!row) throw new AmanahError('SOCIAL_POST_UNKNOWN');
  return row.news;
}

async function carryOut(ctx: Context, { desk }: PostOffice, id: string, decision: Decision, address: string | null): Promise<void> {
  if (decision !== 'replace') return decide(ctx.db, id, decision, address);
  if (!(await desk.replace(id))) throw new AmanahError('SOCIAL_POST_SETTLED');
}

import { z } from 'zod';
import type { Connector, NetworkAccess } from './connector.ts';
import { answered, askNetwork, refused, type NetworkAnswer, type NetworkRequest } from './network-call.ts';
import { NetworkRefusal } from './network-refusal.ts';

/** https://docs.x.com/x-api/posts/creation-of-a-post */
const made = z.object({ data: z.object({ id: z.string().min(1) }) });
const problem = z.object({ detail: z.string().optional(), title: z.string().optional(), type: z.string().optional() });
/** Kinds of 403 that are about the token or the app behind it; others are about the post (https://docs.x.com/x-api/fundamentals/response-codes-and-errors). */
const ofToken = /\/problems\/(client-forbidden|oauth1-permissions|unsupported-authentication)$/;
const me = z.object({ data: z.object({ id: z.string(), username: z.string() }) });
const timeline = z.object({
  data: z
    .array(z.object({ id: z.string(), entities: z.object({ urls: z.array(z.object({ expanded_url: z.string().optional() })).optional() }).optional() }))
    .optional(),
});

/** Weights of twitter-text 3 (https://github.com/twitter/twitter-text/blob/master/config/v3.json): these code points count 1, others 2, a link 23. */
const light: readonly (readonly [number, number])[] = [
  [0, 4_351],
  [8_192, 8_205],
  [8_208, 8_223],
  [8_242, 8_247],
];
const linkWeight = 23;
const longestAlt = 1_000;
const weightOf = (character: string) => {
  const point = character.codePointAt(0)!;
  return light.some(([from, to]) => point >= from && point <= to) ? 1 : 2;
};

export const x: Connector = {
  // 100 posts in 24 hours for one account (https://docs.x.com/x-api/fundamentals/rate-limits).
  pace: { perMinute: 6, perDay: 90 },
  most: 280,
  measure(text) {
    const links = text.match(/https?:\/\/\S+/g)?.length ?? 0;
    return [...text.normalize('NFC').replace(/https?:\/\/\S+/g, '')].reduce((sum, character) => sum + weightOf(character), links * linkWeight);
  },

  pictures: {
    changes: false,
    // https://docs.x.com/x-api/media/upload-media
    async upload(access, { bytes, alt }, signal) {
      const form = new FormData();
      form.set('media', new Blob([bytes], { type: 'image/jpeg' }), 'picture.jpg');
      form.set('media_category', 'tweet_image');
      const { id } = answered(made, taken(await ask(access, { method: 'POST', path: '/2/media/upload', body: form }, signal)), 'later').data;
      const body = { id, metadata: { alt_text: { text: alt.slice(0, longestAlt) } } };
      if (alt !== '') taken(await ask(access, { method: 'POST', path: '/2/media/metadata', body }, signal));
      return id;
    },
  },

  async who(access, signal) {
    return { account: `@${answered(me, taken(await ask(access, { method: 'GET', path: '/2/users/me', reads: true }, signal)), 'later').data.username}` };
  },

  async publish(access, { text, media }, _key, signal) {
    const body = { text, ...(media === null ? {} : { media: { media_ids: [media] } }) };
    const { id } = answered(made, taken(await ask(access, { method: 'POST', path: '/2/tweets', body }, signal)), 'unclear').data;
    return { id, url: `https://x.com/i/status/${id}` };
  },

  // Its API has no way to change a post.
  edit: null,

  async remove(access, { id }, signal) {
    const answer = await ask(access, { method: 'DELETE', path: `/2/tweets/${encodeURIComponent(id)}` }, signal);
    if (answer.status !== 404) taken(answer);
  },

  async find(access, link, signal) {
    const { id } = answered(me, taken(await ask(access, { method: 'GET', path: '/2/users/me', reads: true }, signal)), 'later').data;
    const path = `/2/users/${encodeURIComponent(id)}/tweets?max_results=100&tweet.fields=entities`;
    const { data = [] } = answered(timeline, taken(await ask(access, { method: 'GET', path, reads: true }, signal)), 'later');
    const found = data.find(({ entities }) => entities?.urls?.some(({ expanded_url: url }) => url === link));
    return found && { id: found.id, url: `https://x.com/i/status/${found.id}` };
  },
};

function taken(answer: NetworkAnswer): NetworkAnswer {
  if (answer.status < 400) return answer;
  const { detail, title, type = '' } = problem.safeParse(answer.json).data ?? {};
  if (answer.status === 403 && ofToken.test(type)) throw new NetworkRefusal('SOCIAL_NETWORK_TOKEN', 'no');
  throw refused(detail ?? title ?? String(answer.status));
}

function ask(access: NetworkAccess, { path, ...request }: Omit<NetworkRequest, 'url'> & { path: string }, signal: AbortSignal): Promise<NetworkAnswer> {
  return askNetwork({ ...request, url: new URL(path, access.url).href, headers: { authorization: `Bearer ${access.token}` } }, signal);
}

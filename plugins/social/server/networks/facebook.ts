import { z } from 'zod';
import type { Connector, NetworkAccess } from './connector.ts';
import { answered, askNetwork, refused, type NetworkAnswer, type NetworkRequest } from './network-call.ts';
import { NetworkRefusal } from './network-refusal.ts';

/** https://developers.facebook.com/docs/pages-api/posts */
const made = z.object({ id: z.string().min(1) });
const problem = z.object({ error: z.object({ message: z.string(), code: z.number(), error_subcode: z.number().optional() }) });
const feed = z.object({ data: z.array(z.object({ id: z.string(), message: z.string().optional() })) });

/** Codes of https://developers.facebook.com/docs/graph-api/guides/error-handling: a token that is not taken or lacks a right; too many calls; a post that is not there. */
const badToken = (code: number) => code === 190 || code === 102 || code === 10 || (code >= 200 && code < 300);
const tooMany = new Set([4, 17, 32, 613]);
const gone = 100;
const goneMore = 33;

export const facebook: Connector = {
  pace: { perMinute: 10, perDay: 200 },
  most: 63_206,
  measure: (text) => [...text].length,

  pictures: {
    changes: false,
    // https://developers.facebook.com/docs/graph-api/reference/page/photos
    async upload(access, { bytes, alt }, signal) {
      const form = new FormData();
      form.set('source', new Blob([bytes], { type: 'image/jpeg' }), 'picture.jpg');
      form.set('published', 'false');
      if (alt !== '') form.set('alt_text_custom', alt);
      return answered(made, await ask(access, { method: 'POST', path: `/${page(access)}/photos`, body: form }, signal), 'later').id;
    },
  },

  async who(access, signal) {
    return {
      account: answered(
        z.object({ name: z.string() }),
        await ask(access, { method: 'GET', path: `/${page(access)}?fields=name`, reads: true }, signal),
        'later',
      ).name,
    };
  },

  async publish(access, { text, link, media }, _key, signal) {
    // A post with a picture takes no link of its own: the one in the words stays one.
    const body = { message: text, ...(media === null ? { link } : { attached_media: [{ media_fbid: media }] }) };
    const { id } = answered(made, await ask(access, { method: 'POST', path: `/${page(access)}/feed`, body }, signal), 'unclear');
    return { id, url: `https://www.facebook.com/${id}` };
  },

  async edit(access, { id }, { text }, signal) {
    await ask(access, { method: 'POST', path: `/${encodeURIComponent(id)}`, body: { message: text } }, signal);
  },

  async remove(access, { id }, signal) {
    await ask(access, { method: 'DELETE', path: `/${encodeURIComponent(id)}` }, signal).catch((error: unknown) => {
      if (!(error instanceof NetworkRefusal) || error.code !== 'SOCIAL_POST_GONE') throw error;
    });
  },

  async find(access, link, signal) {
    const path = `/${page(access)}/feed?fields=id,message&limit=100`;
    const { data } = answered(feed, await ask(access, { method: 'GET', path, reads: true }, signal), 'later');
    const found = data.find(({ message = '' }) => message.includes(link));
    return found && { id: found.id, url: `https://www.facebook.com/${found.id}` };
  },
};

const page = ({ account }: NetworkAccess) => encodeURIComponent(account);

async function ask(access: NetworkAccess, { path, ...request }: Omit<NetworkRequest, 'url'> & { path: string }, signal: AbortSignal): Promise<NetworkAnswer> {
  // The version is part of the address that the operator gives: https://graph.facebook.com/v25.0
  const answer = await askNetwork({ ...request, url: `${access.url.replace(/\/$/, '')}${path}`, headers: { authorization: `Bearer ${access.token}` } }, signal);
  if (answer.status < 400) return answer;
  const { error } = problem.safeParse(answer.json).data ?? {};
  if (error && badToken(error.code)) throw new NetworkRefusal('SOCIAL_NETWORK_TOKEN', 'no');
  if (error && tooMany.has(error.code)) throw new NetworkRefusal('SOCIAL_NETWORK_BUSY', 'later');
  if (error && error.code === gone && error.error_subcode === goneMore) throw new NetworkRefusal('SOCIAL_POST_GONE', 'no');
  throw refused(error?.message ?? String(answer.status));
}

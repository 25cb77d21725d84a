import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Connector, NetworkAccess, RemotePost } from './connector.ts';
import { answered, askNetwork, refused, type NetworkAnswer, type NetworkRequest } from './network-call.ts';
import { NetworkRefusal } from './network-refusal.ts';

/** https://docs.joinmastodon.org/methods/statuses/ */
const status = z.object({ id: z.string().min(1), url: z.url().nullable(), content: z.string().optional(), card: z.object({ url: z.string() }).nullish() });
const problem = z.object({ error: z.string() });
/** https://docs.joinmastodon.org/methods/media/: `url` is there once the picture is ready. */
const attachment = z.object({ id: z.string().min(1), url: z.string().nullable() });
const lookAgainMs = 500;
const mostLooks = 30;
const latest = '40';
/** A link counts as 23 characters, however long (https://docs.joinmastodon.org/user/posting/#links). */
const linkLength = 23;

const segments = new Intl.Segmenter('ar', { granularity: 'grapheme' });

export const mastodon: Connector = {
  // 300 calls in five minutes; the post itself is only one of ours.
  pace: { perMinute: 30, perDay: 1_000 },
  most: 500,
  measure: (text) => [...segments.segment(text.replace(/https?:\/\/\S+/g, 'x'.repeat(linkLength)))].length,

  pictures: {
    changes: true,
    async upload(access, { bytes, alt }, signal) {
      const form = new FormData();
      form.set('file', new Blob([bytes], { type: 'image/jpeg' }), 'picture.jpg');
      form.set('description', alt);
      let made = answered(attachment, taken(await ask(access, { method: 'POST', path: '/api/v2/media', body: form }, signal)), 'later');
      for (let look = 0; made.url === null && look < mostLooks; look += 1) {
        await wait(lookAgainMs, undefined, { signal });
        const path = `/api/v1/media/${encodeURIComponent(made.id)}`;
        made = answered(attachment, taken(await ask(access, { method: 'GET', path, reads: true }, signal)), 'later');
      }
      if (made.url === null) throw new NetworkRefusal('SOCIAL_NETWORK_AWAY', 'later');
      return made.id;
    },
  },

  async who(access, signal) {
    const answer = taken(await ask(access, { method: 'GET', path: '/api/v1/accounts/verify_credentials', reads: true }, signal));
    return { account: `@${answered(z.object({ acct: z.string() }), answer, 'later').acct}` };
  },

  async publish(access, { text, language, media }, key, signal) {
    const headers = { 'idempotency-key': key };
    const body = { status: text, language, visibility: 'public', ...(media === null ? {} : { media_ids: [media] }) };
    const answer = taken(await ask(access, { method: 'POST', path: '/api/v1/statuses', headers, body }, signal));
    return remote(answered(status, answer, 'unclear'));
  },

  async edit(access, { id }, { text, language, media }, signal) {
    // A picture that is not named again is taken off.
    const body = { status: text, language, media_ids: media === null ? [] : [media] };
    const answer = await ask(access, { method: 'PUT', path: `/api/v1/statuses/${encodeURIComponent(id)}`, body }, signal);
    if (answer.status === 404) throw new NetworkRefusal('SOCIAL_POST_GONE', 'no');
    taken(answer);
  },

  async remove(access, { id }, signal) {
    const answer = await ask(access, { method: 'DELETE', path: `/api/v1/statuses/${encodeURIComponent(id)}` }, signal);
    if (answer.status !== 404) taken(answer);
  },

  async find(access, link, signal) {
    const me = answered(
      z.object({ id: z.string() }),
      taken(await ask(access, { method: 'GET', path: '/api/v1/accounts/verify_credentials', reads: true }, signal)),
      'later',
    );
    const path = `/api/v1/accounts/${encodeURIComponent(me.id)}/statuses?limit=${latest}`;
    const posts = answered(z.array(status), taken(await ask(access, { method: 'GET', path, reads: true }, signal)), 'later');
    const found = posts.find(({ content = '' }) => content.includes(link));
    return found && remote(found);
  },
};

const remote = ({ id, url }: z.infer<typeof status>): RemotePost => ({ id, url });

function taken(answer: NetworkAnswer): NetworkAnswer {
  if (answer.status < 400) return answer;
  // "This action is outside the authorized scopes": the token is known and may not do this.
  if (answer.status === 403) throw new NetworkRefusal('SOCIAL_NETWORK_TOKEN', 'no');
  throw refused(problem.safeParse(answer.json).data?.error ?? String(answer.status));
}

function ask(
  access: NetworkAccess,
  { path, headers, ...request }: Omit<NetworkRequest, 'url'> & { path: string },
  signal: AbortSignal,
): Promise<NetworkAnswer> {
  return askNetwork({ ...request, url: new URL(path, access.url).href, headers: { authorization: `Bearer ${access.token}`, ...headers } }, signal);
}

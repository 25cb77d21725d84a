import type { RestAnswer, RestRequest, RestRoute } from '../rest/rest-system.ts';
import type { KeptPost, KeptPosts } from './kept-posts.ts';
import { answerTo, formOf, pictureBytes } from './sent-form.ts';

const most = 500;
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
/** As Mastodon shows a text: links cut into spans, the whole address in `href`. */
const html = (text: string) =>
  `<p>${escaped(text).replace(/(https?:\/\/)(\S+)/g, '<a href="$1$2"><span class="invisible">$1</span><span class="ellipsis">$2</span></a>')}</p>`;
const shown = ({ id, text }: KeptPost) => ({ id, url: `http://127.0.0.15/@amanah/${id}`, content: html(text), card: null });
const lost: RestAnswer = { status: 404, body: { error: 'Record not found' } };

/** The part of Mastodon's API that publishing needs (https://docs.joinmastodon.org/methods/statuses/). */
export function mastodonRoutes(posts: KeptPosts, tokenNow: () => string): RestRoute[] {
  const known = ({ headers }: RestRequest) => headers.authorization === `Bearer ${tokenNow()}`;
  const guarded =
    (answer: RestRoute['answer']): RestRoute['answer'] =>
    (request, parts) => {
      if (!known(request)) return { status: 401, body: { error: 'The access token is invalid' } };
      const rest = request.method === 'GET' ? 0 : posts.secondsToRest('mastodon');
      return rest > 0 ? { status: 429, headers: { 'retry-after': String(rest) }, body: { error: 'Too many requests' } } : answer(request, parts);
    };
  const sentBy = ({ body }: RestRequest) => JSON.parse(body.toString()) as { status: string; media_ids?: string[] };
  const tooLong = (text: string) => [...text.replace(/https?:\/\/\S+/g, 'x'.repeat(23))].length > most;
  const refused: RestAnswer = { status: 422, body: { error: 'Validation failed: Text character limit of 500 exceeded' } };
  const noPicture: RestAnswer = { status: 422, body: { error: 'Validation failed: Media attachment could not be found' } };
  // A picture is ready only when it is asked for the second time.
  const looks = new Map<string, number>();
  return [
    {
      method: 'POST',
      path: /^\/api\/v2\/media$/,
      answer: guarded(async (request) => {
        const form = await formOf(request);
        const bytes = await pictureBytes(form, 'file');
        if (bytes === null) return { status: 422, body: { error: 'Validation failed: File content type is invalid' } };
        return { status: 202, body: { id: posts.addPicture('mastodon', bytes, String(form.get('description') ?? '')).id, type: 'image', url: null } };
      }),
    },
    {
      method: 'GET',
      path: /^\/api\/v1\/media\/(\d+)$/,
      answer: guarded((_request, [id = '']) => {
        looks.set(id, (looks.get(id) ?? 0) + 1);
        const ready = looks.get(id)! > 1;
        return { status: ready ? 200 : 206, body: { id, type: 'image', url: ready ? `http://127.0.0.15/media/${id}.jpg` : null } };
      }),
    },
    { method: 'GET', path: /^\/api\/v1\/accounts\/verify_credentials$/, answer: guarded(() => ({ body: { id: '1', acct: 'amanah' } })) },
    { method: 'GET', path: /^\/api\/v1\/accounts\/1\/statuses$/, answer: guarded(() => ({ body: posts.of('mastodon').slice(0, 40).map(shown) })) },
    {
      method: 'POST',
      path: /^\/api\/v1\/statuses$/,
      writes: 'postStatus',
      answer: guarded((request) => {
        const { status, media_ids: ids = [] } = sentBy(request);
        const pictures = posts.picturesOf('mastodon', ids);
        if (!pictures) return noPicture;
        if (tooLong(status)) return refused;
        return answerTo(posts, 'mastodon', { body: shown(posts.add('mastodon', status, (number) => `1100${number}`, pictures[0])) });
      }),
    },
    {
      method: 'PUT',
      path: /^\/api\/v1\/statuses\/(\d+)$/,
      answer: guarded((request, [id = '']) => {
        const post = posts.find('mastodon', id);
        if (!post) return lost;
        const { status, media_ids: ids = [] } = sentBy(request);
        const pictures = posts.picturesOf('mastodon', ids);
        if (!pictures) return noPicture;
        post.text = status;
        post.picture = pictures[0] ?? null;
        post.edits += 1;
        return { body: shown(post) };
      }),
    },
    {
      method: 'DELETE',
      path: /^\/api\/v1\/statuses\/(\d+)$/,
      answer: guarded((_request, [id = '']) => {
        const post = posts.find('mastodon', id);
        if (!post) return lost;
        post.gone = true;
        return { body: shown(post) };
      }),
    },
  ];
}

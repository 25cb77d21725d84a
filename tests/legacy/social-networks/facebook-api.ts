import type { RestAnswer, RestRequest, RestRoute } from '../rest/rest-system.ts';
import type { KeptPosts } from './kept-posts.ts';
import { answerTo, formOf, pictureBytes } from './sent-form.ts';

const page = '1448';
const fault = (status: number, code: number, message: string, subcode?: number): RestAnswer => ({
  status,
  body: { error: { message, type: 'OAuthException', code, ...(subcode && { error_subcode: subcode }) } },
});
const gone = fault(400, 100, 'Unsupported request. Object does not exist', 33);

/** The part of the Graph API that publishing on a page needs (https://developers.facebook.com/docs/pages-api/posts). */
export function facebookRoutes(posts: KeptPosts, tokenNow: () => string): RestRoute[] {
  const guarded =
    (answer: RestRoute['answer']): RestRoute['answer'] =>
    (request: RestRequest, parts) => {
      if (request.headers.authorization !== `Bearer ${tokenNow()}`) return fault(400, 190, 'Invalid OAuth access token.');
      if (request.method !== 'GET' && posts.secondsToRest('facebook') > 0) return fault(400, 32, 'Page request limit reached');
      return answer(request, parts);
    };
  const messageOf = ({ body }: RestRequest) => (JSON.parse(body.toString()) as { message: string }).message;
  return [
    { method: 'GET', path: /^\/v25\.0\/1448$/, answer: guarded(() => ({ body: { id: page, name: 'أمانة المنطقة الشرقية' } })) },
    {
      method: 'GET',
      path: /^\/v25\.0\/1448\/feed$/,
      answer: guarded(() => ({
        body: {
          data: posts
            .of('facebook')
            .slice(0, 100)
            .map(({ id, text }) => ({ id, message: text })),
        },
      })),
    },
    {
      method: 'POST',
      path: /^\/v25\.0\/1448\/photos$/,
      answer: guarded(async (request) => {
        const form = await formOf(request);
        const bytes = await pictureBytes(form, 'source');
        if (bytes === null || form.get('published') !== 'false') return fault(400, 324, 'Missing or invalid image file');
        return { body: { id: posts.addPicture('facebook', bytes, String(form.get('alt_text_custom') ?? '')).id } };
      }),
    },
    {
      method: 'POST',
      path: /^\/v25\.0\/1448\/feed$/,
      answer: guarded(({ body }) => {
        const sent = JSON.parse(body.toString()) as { message: string; link?: string; attached_media?: { media_fbid: string }[] };
        const pictures = posts.picturesOf(
          'facebook',
          (sent.attached_media ?? []).map(({ media_fbid: id }) => id),
        );
        if (!pictures || (sent.link && pictures.length > 0)) return fault(400, 100, 'Invalid parameter');
        return answerTo(posts, 'facebook', { body: { id: posts.add('facebook', sent.message, (number) => `${page}_${number}`, pictures[0]).id } });
      }),
    },
    {
      method: 'POST',
      path: /^\/v25\.0\/(1448_\d+)$/,
      answer: guarded((request, [id = '']) => {
        const post = posts.find('facebook', id);
        if (!post) return gone;
        post.text = messageOf(request);
        post.edits += 1;
        return { body: { success: true } };
      }),
    },
    {
      method: 'DELETE',
      path: /^\/v25\.0\/(1448_\d+)$/,
      answer: guarded((_request, [id = '']) => {
        const post = posts.find('facebook', id);
        if (!post) return gone;
        post.gone = true;
        return { body: { success: true } };
      }),
    },
  ];
}

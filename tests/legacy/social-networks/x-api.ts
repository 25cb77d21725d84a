import type { RestAnswer, RestRequest, RestRoute } from '../rest/rest-system.ts';
import type { KeptPost, KeptPosts } from './kept-posts.ts';
import { answerTo, formOf, pictureBytes } from './sent-form.ts';

const problem = (status: number, title: string, detail: string, headers?: Readonly<Record<string, string>>): RestAnswer => ({
  status,
  ...(headers && { headers }),
  body: { title, detail, status },
});
const tooMany = (seconds: number) =>
  problem(429, 'Too Many Requests', 'Too Many Requests', { 'x-rate-limit-reset': String(Math.ceil(Date.now() / 1_000) + seconds) });
const shown = ({ id, text }: KeptPost) => ({
  id,
  text: text.replace(/https?:\/\/\S+/g, 'https://t.co/abcdefghij'),
  entities: { urls: [...text.matchAll(/https?:\/\/\S+/g)].map(([url]) => ({ url: 'https://t.co/abcdefghij', expanded_url: url })) },
});

/** The part of X's API that publishing needs (https://docs.x.com/x-api/posts/creation-of-a-post). The same words twice are refused there too. */
export function xRoutes(posts: KeptPosts, tokenNow: () => string): RestRoute[] {
  const guarded =
    (answer: RestRoute['answer']): RestRoute['answer'] =>
    (request: RestRequest, parts) => {
      if (request.headers.authorization !== `Bearer ${tokenNow()}`) return problem(401, 'Unauthorized', 'Unauthorized');
      const rest = request.method === 'GET' ? 0 : posts.secondsToRest('x');
      if (rest > 0) return tooMany(rest);
      return answer(request, parts);
    };
  return [
    { method: 'GET', path: /^\/2\/users\/me$/, answer: guarded(() => ({ body: { data: { id: '77', name: 'أمانة الشرقية', username: 'eamana_demo' } } })) },
    { method: 'GET', path: /^\/2\/users\/77\/tweets$/, answer: guarded(() => ({ body: { data: posts.of('x').slice(0, 100).map(shown), meta: {} } })) },
    {
      method: 'POST',
      path: /^\/2\/media\/upload$/,
      answer: guarded(async (request) => {
        const form = await formOf(request);
        const bytes = await pictureBytes(form, 'media');
        if (bytes === null || form.get('media_category') !== 'tweet_image') return problem(400, 'Invalid Request', 'media type unrecognized.');
        return { body: { data: { id: posts.addPicture('x', bytes).id, expires_after_secs: 86_400 } } };
      }),
    },
    {
      method: 'POST',
      path: /^\/2\/media\/metadata$/,
      answer: guarded(({ body }) => {
        const { id, metadata } = JSON.parse(body.toString()) as { id: string; metadata: { alt_text: { text: string } } };
        const [picture] = posts.picturesOf('x', [id]) ?? [];
        if (!picture) return problem(400, 'Invalid Request', 'Your media IDs are invalid.');
        picture.alt = metadata.alt_text.text;
        return { body: { data: { id } } };
      }),
    },
    {
      method: 'POST',
      path: /^\/2\/tweets$/,
      answer: guarded(({ body }) => {
        if (posts.secondsToRest('x', posts.postsRestUntil) > 0) return tooMany(posts.secondsToRest('x', posts.postsRestUntil));
        const { text, media } = JSON.parse(body.toString()) as { text: string; media?: { media_ids: string[] } };
        const pictures = posts.picturesOf('x', media?.media_ids ?? []);
        if (!pictures) return problem(400, 'Invalid Request', 'Your media IDs are invalid.');
        if (posts.of('x').some((post) => post.text === text)) return problem(403, 'Forbidden', 'You are not allowed to create a Tweet with duplicate content.');
        return answerTo(posts, 'x', { status: 201, body: { data: shown(posts.add('x', text, (number) => `18${number}`, pictures[0])) } });
      }),
    },
    {
      method: 'DELETE',
      path: /^\/2\/tweets\/(\d+)$/,
      answer: guarded((_request, [id = '']) => {
        const post = posts.find('x', id);
        if (!post) return problem(404, 'Not Found Error', `Could not find tweet with id: [${id}].`);
        post.gone = true;
        return { body: { data: { deleted: true } } };
      }),
    },
  ];
}

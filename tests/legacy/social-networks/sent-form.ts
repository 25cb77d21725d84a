import type { RestAnswer, RestRequest } from '../rest/rest-system.ts';
import type { KeptPosts, NetworkName } from './kept-posts.ts';

/** A form with files (RFC 7578), as it was sent. */
export function formOf({ headers, body }: RestRequest): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
}

/** Bytes of a JPEG in a form; `null`: it is none. */
export async function pictureBytes(form: FormData, name: string): Promise<number | null> {
  const file = form.get(name);
  if (!(file instanceof File)) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? bytes.length : null;
}

/** The answer to a post that was kept, or a failure after it. */
export function answerTo(posts: KeptPosts, network: NetworkName, answer: RestAnswer): RestAnswer {
  return posts.failsAfterwards.delete(network) ? { status: 500, body: {} } : answer;
}

import type { CookieJar, TestHub } from '@amanah/testing';

interface Bilingual {
  readonly ar: string;
  readonly en: string;
}

export interface NewsToWrite {
  /** An item that is there already: changed and published anew. */
  readonly id?: string;
  readonly title: Bilingual;
  readonly summary?: Bilingual;
  /** Stands in both texts, played from this second. */
  readonly programme?: { readonly id: string; readonly at: number };
  /** A JPEG that is sent for it. */
  readonly photo?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly alt: Bilingual };
  readonly networks?: readonly { readonly id: string; readonly words: string | null }[];
}

export interface SeenPost {
  readonly id: string;
  readonly network: string;
  readonly state: string;
  readonly url: string | null;
  readonly clicks: number;
  readonly act: { readonly act: string; readonly state: string; readonly problem: { readonly code: string } | null } | null;
  readonly may: readonly string[];
}

/** A writer and a head of communication who work by the API. */
export interface NewsWriters {
  readonly writer: CookieJar;
  readonly head: CookieJar;
  /** Written by one, approved and published by the other. @returns the item's id */
  publish(news: NewsToWrite): Promise<string>;
  withdraw(id: string): Promise<void>;
  posts(id: string): Promise<SeenPost[]>;
}

/** Adds the two to a hub and signs them in. */
export async function newsWriters(hub: TestHub): Promise<NewsWriters> {
  await hub.addPerson('news-writer-1', 'news-writer-password', { role: 'news-writer@pr-media' });
  await hub.addPerson('news-head-1', 'news-head-password', { role: 'communication-head@pr-media' });
  const [writer, head] = await Promise.all([hub.signIn('news-writer-1', 'news-writer-password'), hub.signIn('news-head-1', 'news-head-password')]);

  const versionOf = async (id: string) => (await answered<{ version: number; content: object }>(writer, 'GET', `/office/news/${id}`)).version;
  return {
    writer,
    head,
    async publish({ id: known, title, summary = { ar: 'ملخص الخبر', en: 'What it is about' }, networks = [], programme, photo }) {
      const id = known ?? (await answered<{ id: string }>(writer, 'POST', '/office/news', {})).id;
      const { content } = await answered<{ content: object }>(writer, 'GET', `/office/news/${id}`);
      const played = programme ? [{ type: 'programme', attrs: { programme: programme.id, at: programme.at } }] : [];
      const body = (text: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }, ...played] });
      const picture = photo && { picture: { id: await sent(writer, id, photo.bytes), alt: photo.alt } };
      const written = { ...content, ...picture, title, summary, body: { ar: body('نص الخبر'), en: body('The text') }, networks };
      await answered(writer, 'PUT', `/office/news/${id}`, { version: await versionOf(id), content: written });
      await answered(writer, 'POST', `/office/news/${id}/send`, { version: await versionOf(id) });
      await answered(head, 'POST', `/office/news/${id}/approve`, { version: await versionOf(id), publishAt: null });
      return id;
    },
    async withdraw(id) {
      await answered(head, 'POST', `/office/news/${id}/withdraw`, { version: await versionOf(id), reason: { ar: 'نُشر بالخطأ', en: 'Published by mistake' } });
    },
    posts: async (id) => (await answered<{ posts: SeenPost[] }>(head, 'GET', `/office/news/${id}/posts`)).posts,
  };
}

async function answered<Answer>(client: CookieJar, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await client.fetch(`/api/social${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function sent(client: CookieJar, item: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const answer = await client.fetch(`/api/social/office/news/${item}/pictures`, { method: 'PUT', headers: { 'content-type': 'image/jpeg' }, body: bytes });
  if (!answer.ok) throw new Error(`picture: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

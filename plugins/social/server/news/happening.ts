import type { NewsHappening } from '../../contract.ts';
import { plainTextOf } from '../../shared/text-words.ts';
import type { PublishedRow } from './news-rows.ts';

/** Address of an item's page. */
export function newsPath(slug: string): string {
  return `/news/${slug}`;
}

/** Address of a picture of an item. */
export function picturePath(id: string): string {
  return `/api/social/pictures/${id}.jpg`;
}

/** The picture at such an address. */
export function pictureOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.jpg$/, '');
}

/** What is told of an item that came out or was changed. */
export function happeningOf({ news, slug, edition, audience, unit, content, published_at, changed_at }: PublishedRow): NewsHappening {
  const { title, summary, body, picture, services, programmes } = content;
  return {
    id: news,
    edition,
    path: newsPath(slug),
    audience,
    unit,
    title,
    summary,
    text: { ar: plainTextOf(body.ar), en: plainTextOf(body.en) },
    picture: picture && { path: picturePath(picture.id), alt: picture.alt },
    services,
    programmes,
    networks: content.networks ?? [],
    publishedAt: published_at.toISOString(),
    changedAt: changed_at.toISOString(),
  };
}

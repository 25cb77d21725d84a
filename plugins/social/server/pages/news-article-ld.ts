import type { Locale } from '@amanah/plugin-api';
import { picturePath, newsPath } from '../news/happening.ts';
import type { PublishedRow } from '../news/news-rows.ts';
import { say } from '../words.ts';

/** schema.org description of an item. */
export function newsArticleLd({ slug, content, published_at, changed_at }: PublishedRow, unit: string, language: Locale, publicUrl: URL): object {
  const absolute = (path: string) => new URL(path, publicUrl).href;
  const organisation = { '@type': 'GovernmentOrganization', name: say(language, 'newsPublisher'), url: absolute('/') };
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: absolute(newsPath(slug)),
    headline: content.title[language],
    description: content.summary[language],
    inLanguage: language,
    datePublished: published_at.toISOString(),
    dateModified: changed_at.toISOString(),
    ...(content.picture ? { image: [absolute(picturePath(content.picture.id))] } : {}),
    author: { '@type': 'GovernmentOrganization', name: unit, parentOrganization: organisation },
    publisher: organisation,
    isAccessibleForFree: true,
  };
}

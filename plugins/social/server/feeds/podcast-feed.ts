import type { Locale } from '@amanah/plugin-api';
import { Feed } from 'feed';
import type { Episode } from '../../../media/contract.ts';
import { say } from '../words.ts';
import { asHtml } from './news-feed.ts';

/** Audio programmes as podcast programs take them: RSS with an enclosure each. */
export function podcastFeed(episodes: readonly Episode[], language: Locale, publicUrl: URL): string {
  const absolute = (path: string) => new URL(path, publicUrl).href;
  const self = absolute(`/feeds/podcast.rss?language=${language}`);
  const feed = new Feed({
    id: self,
    title: say(language, 'newsPodcastTitle'),
    description: say(language, 'newsPodcastLead'),
    link: absolute('/watch'),
    language,
    generator: false,
    podcast: true,
    author: { name: say(language, 'newsPublisher'), link: absolute('/') },
    copyright: say(language, 'newsPublisher'),
    updated: latestOf(episodes),
    feedLinks: { rss: self },
  });
  for (const { id, title, about, to, seconds, since, sound } of episodes)
    feed.addItem({
      guid: `urn:uuid:${id}`,
      title: asHtml(title[language]),
      link: absolute(to),
      description: asHtml(about[language] || title[language]),
      date: new Date(since ?? 0),
      audio: { url: absolute(sound.path), type: sound.type, length: sound.bytes, ...(seconds === null ? {} : { duration: Math.round(seconds) }) },
    });
  return feed.rss2();
}

export function latestOf(episodes: readonly Episode[]): Date {
  return episodes.reduce((latest, { since }) => (since && new Date(since) > latest ? new Date(since) : latest), new Date(0));
}

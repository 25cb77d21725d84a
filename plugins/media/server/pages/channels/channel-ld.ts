import type { Locale } from '@amanah/plugin-api';
import type { ChannelPage } from '../../../shared/channels.ts';

/** schema.org description of a channel and of what is on next. */
export function channelLd({ kind, title, about, to, poster, upcoming }: ChannelPage, unit: string, language: Locale, publicUrl: URL): object {
  const absolute = (path: string) => new URL(path, publicUrl).href;
  return {
    '@context': 'https://schema.org',
    '@type': kind === 'audio' ? 'RadioBroadcastService' : 'BroadcastService',
    name: title[language],
    ...(about[language] ? { description: about[language] } : {}),
    url: absolute(to),
    ...(poster ? { image: absolute(poster) } : {}),
    broadcaster: { '@type': 'GovernmentOrganization', name: unit, url: absolute('/') },
    hasBroadcastChannel: {
      '@type': 'BroadcastChannel',
      providesBroadcastService: { '@id': absolute(to) },
    },
    ...(upcoming.length > 0
      ? {
          subjectOf: upcoming
            .filter((entry) => entry.kind !== 'filler')
            .map((entry) => ({ '@type': 'BroadcastEvent', name: entry.title[language], startDate: entry.begins, endDate: entry.ends })),
        }
      : {}),
  };
}

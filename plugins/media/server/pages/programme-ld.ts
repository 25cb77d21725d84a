import type { Locale } from '@amanah/plugin-api';
import type { ProgrammePage } from '../../shared/programme.ts';

/** schema.org description of a programme for everyone. */
export function programmeLd(one: ProgrammePage, unit: string, language: Locale, publicUrl: URL): object {
  const absolute = (path: string) => new URL(path, publicUrl).href;
  return {
    '@context': 'https://schema.org',
    '@type': one.kind === 'audio' ? 'AudioObject' : 'VideoObject',
    name: one.title[language],
    description: one.about[language] || one.title[language],
    url: absolute(one.to),
    embedUrl: absolute(`/embed/player/${one.id}`),
    inLanguage: [...one.languages],
    isAccessibleForFree: true,
    publisher: { '@type': 'GovernmentOrganization', name: unit, url: absolute('/') },
    ...(one.poster ? { thumbnailUrl: [absolute(one.poster)] } : {}),
    ...(one.since ? { uploadDate: one.since } : {}),
    ...(one.seconds === null ? {} : { duration: `PT${Math.max(1, Math.round(one.seconds))}S` }),
    ...(one.stream ? { contentUrl: absolute(one.stream), encodingFormat: 'application/vnd.apple.mpegurl' } : {}),
    ...(one.origin === 'live' && one.state !== 'published'
      ? { publication: { '@type': 'BroadcastEvent', isLiveBroadcast: one.state === 'live', ...(one.startsAt ? { startDate: one.startsAt } : {}) } }
      : {}),
    ...(one.chapters.length > 0
      ? {
          hasPart: one.chapters.map(({ atSeconds, title }, index) => ({
            '@type': 'Clip',
            name: title[language],
            startOffset: Math.floor(atSeconds),
            ...(one.chapters[index + 1] ? { endOffset: Math.floor(one.chapters[index + 1]!.atSeconds) } : {}),
            url: absolute(`${one.to}?t=${Math.floor(atSeconds)}`),
          })),
        }
      : {}),
  };
}

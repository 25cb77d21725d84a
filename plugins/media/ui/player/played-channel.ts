import type { ChannelPage } from '../../shared/channels.ts';
import type { PlayedProgramme } from './view/played-programme.ts';

/** A channel as the player takes it: its broadcast where one runs, else its linear stream; named after what plays. */
export function playedChannel({ slug, kind, title, to, poster, stream, playing, live, changesAt }: ChannelPage): PlayedProgramme {
  const heard = live?.programme ?? playing?.programme;
  return {
    id: slug,
    kind,
    state: 'live',
    title: heard ? { ar: `${title.ar} · ${heard.title.ar}`, en: `${title.en} · ${heard.title.en}` } : title,
    to,
    poster: poster ?? heard?.poster ?? null,
    seconds: null,
    startsAt: null,
    chapters: [],
    captions: [],
    stream: live?.stream ?? stream,
    changesAt,
  };
}

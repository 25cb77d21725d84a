import type { Call } from '@amanah/plugin-api';
import type { ChannelOnAir, Media, ProgrammeCard } from '../../contract.ts';
import type { ChannelCard } from '../../shared/channels.ts';
import { cardOf } from './answers.ts';
import { isFor, mayOpen, watcherOf } from './audience.ts';
import { episodes } from './episodes.ts';
import type { ProgrammeParts } from './programme-parts.ts';
import type { Programme } from './programme-row.ts';

const mostOfService = 12;

/** Programmes and channels as other plugins see them; `running` are the live ones, from memory. */
export function mediaService(
  { ctx, programmes }: ProgrammeParts,
  running: () => readonly Programme[],
  channels: (call: Call) => Promise<readonly ChannelCard[]>,
): Media {
  const runningFor = (call: Call): ProgrammeCard[] => {
    const watcher = watcherOf(call, ctx.access);
    return running()
      .filter((one) => isFor(one, watcher))
      .map(cardOf);
  };
  return {
    async find(ids, call) {
      const known = ids.filter((id) => /^[0-9a-f-]{36}$/.test(id));
      if (known.length === 0) return [];
      return (await programmes.findAll(known)).filter((one) => mayOpen(one, call, ctx.access)).map(cardOf);
    },
    async ofService(code, call) {
      const published = await programmes.shelf(watcherOf(call, ctx.access), { service: code, limit: mostOfService });
      return [...runningFor(call).filter(({ services }) => services.includes(code)), ...published.map(cardOf)];
    },
    episodes: (limit) => episodes(ctx.db, programmes, limit),
    liveNow: runningFor,
    onAir: async (call) => (await channels(call)).flatMap(onAirOf),
  };
}

function onAirOf({ slug, kind, title, to, poster, live, playing, stream, changesAt }: ChannelCard): ChannelOnAir[] {
  const sent = live ?? (playing && stream !== null ? { programme: playing.programme, stream } : null);
  if (!sent) return [];
  return [{ slug, kind, title, to, poster, programme: sent.programme, stream: sent.stream, live: live !== null, until: live ? null : changesAt }];
}

import type { Bilingual } from '@amanah/plugin-api';
import type { ListedChannel } from './programme-list.ts';
import type { Desk } from './publish-programme.ts';

interface Titled {
  readonly id: string;
  readonly title: Bilingual;
}
interface Entry {
  readonly content: { readonly id: string };
  readonly time: string;
}

const dayMs = 86_400_000;

/**
 * Opens a channel with its filler, its programmes and its schedule from today on; goes on where an earlier try ended. `idOf`: programmes by their names in the list.
 * @returns its slug
 */
export async function openChannel(desk: Desk, channel: ListedChannel, days: number, idOf: (name: string) => string): Promise<string> {
  const { office, unit, drawer } = desk;
  const { slug, kind, kicker, title, about, filler, schedule } = channel;
  const { channels } = await office.ask<{ channels: { readonly slug: string }[] }>('GET', '/office/channels');
  const at = `/office/channels/${slug}`;
  if (!channels.some((one) => one.slug === slug)) {
    const playlist = await fillerOf(desk, channel, filler.programmes.map(idOf));
    await office.ask('POST', '/office/channels', { slug, kind, title, about, unit, filler: playlist });
  }
  const poster = drawer.draw({ kicker, title, items: [], current: null, from: 1, progress: 0, motif: kind === 'audio' ? 'wave' : 'leaf', poster: true });
  await office.send('PUT', `${at}/poster`, 'image/png', poster);
  for (const id of new Set([...filler.programmes, ...schedule.map(({ programme }) => programme)].map(idOf))) {
    const { version, channel: belongs } = await office.programme(id);
    if (belongs === null) await office.ask('PATCH', `/office/programmes/${id}`, { version, channel: slug });
  }
  const [day, until] = [riyadhDay(Date.now()), riyadhDay(Date.now() + days * dayMs)];
  const { entries } = await office.ask<{ entries: Entry[] }>('GET', `${at}/schedule?from=${day}&to=${riyadhDay(Date.now() + 7 * dayMs)}`);
  for (const { programme, time, repeat, weekdays } of schedule) {
    const content = { kind: 'programme', id: idOf(programme) };
    if (entries.some((entry) => entry.content.id === content.id && entry.time.startsWith(time))) continue;
    await office.ask('POST', `${at}/schedule`, { content, day, time, repeat, weekdays, until });
  }
  return slug;
}

async function fillerOf({ office, unit }: Desk, { about, filler: { title } }: ListedChannel, programmes: readonly string[]): Promise<string> {
  const { playlists } = await office.ask<{ playlists: Titled[] }>('GET', '/office/playlists');
  const known = playlists.find((one) => one.title.en === title.en);
  return (known ?? (await office.ask<Titled>('POST', '/office/playlists', { title, about, unit, programmes }))).id;
}

function riyadhDay(moment: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(moment);
}

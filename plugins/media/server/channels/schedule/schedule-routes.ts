import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import {
  asRun,
  asRunInput,
  channelSlug,
  entryChange,
  newEntry,
  schedule as scheduleOutput,
  scheduleEntry,
  scheduleInput,
  type EntryContent,
  type ScheduleEntry,
} from '../../../shared/channels.ts';
import { personOf } from '../../context.ts';
import type { ChannelParts } from '../channel-parts.ts';
import { scheduleEntryOf } from './entry-facts.ts';
import { occurrencesOf } from './occurrences.ts';
import { dayBegins, dayMs, dayOf } from './riyadh-time.ts';

const one = z.strictObject({ slug: channelSlug });
const entry = one.extend({ entry: z.uuid() });
const mostDays = 62;
const micros = 1_000;

/** The schedule of a channel, and what it really sent. */
export function registerScheduleRoutes({ programmes: parts, schedule, desk, log, guide, channelOfOffice, playlistOfOffice }: ChannelParts): void {
  const { ctx } = parts;
  const record = (action: string, slug: string, { actor, requestId }: Call, data: Readonly<Record<string, unknown>>) =>
    ctx.audit.record({ action, actor, subject: `channel/${slug}`, requestId, data });

  /** A playlist of another unit is not there for the caller. */
  async function assertMine({ kind, id }: EntryContent, call: Call): Promise<void> {
    if (kind === 'playlist') await playlistOfOffice(id, 'programme.read', call);
  }

  async function answer(slug: string, id: string): Promise<ScheduleEntry> {
    const found = await schedule.find(slug, id);
    if (!found) throw new AmanahError('MEDIA_SCHEDULE_ENTRY_UNKNOWN', { detail: id });
    return scheduleEntryOf(found);
  }

  ctx.route({
    method: 'get',
    path: '/office/channels/{slug}/schedule',
    access: 'programme.read',
    summary: 'The schedule of a channel between two days in Riyadh, with every repeat',
    input: scheduleInput.extend(one.shape),
    output: scheduleOutput,
    async handle({ slug, from, to }, call) {
      await channelOfOffice(slug, 'programme.read', call);
      const begins = dayBegins(from);
      const ends = Math.min(dayBegins(to) + dayMs, begins + mostDays * dayMs);
      const occurrences = occurrencesOf(await schedule.between(slug, begins, ends), begins, ends);
      const entries = new Map(occurrences.map((occurrence) => [occurrence.entry.id, occurrence.entry]));
      return {
        entries: [...entries.values()].map(scheduleEntryOf),
        occurrences: occurrences.map(({ entry: { id }, beginsAt, endsAt }) => ({
          entry: id,
          begins: new Date(beginsAt).toISOString(),
          ends: new Date(endsAt).toISOString(),
        })),
      };
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/channels/{slug}/schedule',
    access: 'channel.write',
    summary: 'Puts a programme, a playlist or a planned broadcast on the schedule, once or again and again; an overlap is refused with the other entry',
    input: newEntry.extend(one.shape),
    output: scheduleEntry,
    async handle({ slug, ...input }, call) {
      const channel = await channelOfOffice(slug, 'channel.write', call);
      await assertMine(input.content, call);
      const id = await desk.add(channel, input, personOf(call));
      await record('schedule.entry-added', slug, call, { entry: id, day: input.day, time: input.time, repeat: input.repeat });
      return answer(slug, id);
    },
  });

  ctx.route({
    method: 'patch',
    path: '/office/channels/{slug}/schedule/{entry}',
    access: 'channel.write',
    summary: 'Changes an entry; what is heard changes a minute later at the earliest',
    input: entryChange.extend(entry.shape),
    output: scheduleEntry,
    async handle({ slug, entry: id, version, ...change }, call) {
      const channel = await channelOfOffice(slug, 'channel.write', call);
      const { id: _id, version: _version, title: _title, seconds: _seconds, empty: _empty, ...before } = await answer(slug, id);
      if (change.content) await assertMine(change.content, call);
      await desk.change(channel, id, version, { ...before, ...given(change) });
      await record('schedule.entry-changed', slug, call, { entry: id, fields: Object.keys(change) });
      return answer(slug, id);
    },
  });

  ctx.route({
    method: 'delete',
    path: '/office/channels/{slug}/schedule/{entry}',
    access: 'channel.write',
    summary: 'Takes an entry off the schedule, with all its repeats',
    input: entry.extend({ version: z.coerce.number().int().min(1) }),
    output: z.undefined(),
    async handle({ slug, entry: id, version }, call) {
      await channelOfOffice(slug, 'channel.write', call);
      const { title } = await answer(slug, id);
      await schedule.remove(slug, id, version);
      guide.forget();
      await record('schedule.entry-removed', slug, call, { entry: id, title });
      return undefined;
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/channels/{slug}/as-run',
    access: 'programme.read',
    summary: 'What a channel really sent on a day in Riyadh while somebody listened',
    input: asRunInput.extend(one.shape),
    output: asRun,
    async handle({ slug, day }, call) {
      await channelOfOffice(slug, 'programme.read', call);
      const begins = dayBegins(day ?? dayOf(Date.now()));
      const stretches = await log.between(slug, begins * micros, Math.min(begins + dayMs, Date.now()) * micros);
      const titles = new Map((await parts.programmes.findAll([...new Set(stretches.map(({ programme }) => programme))])).map(({ id, title }) => [id, title]));
      const rows = [...Map.groupBy(stretches, ({ programme, programmeAt }) => `${programme} ${programmeAt}`).values()];
      return {
        rows: rows.map((row) => {
          const [{ programme, beginsAt, entry: planned }] = row as [(typeof row)[number]];
          const title = titles.get(programme);
          return {
            begins: new Date(beginsAt / micros).toISOString(),
            ends: new Date(row.at(-1)!.endsAt / micros).toISOString(),
            programme: title ? { id: programme, title } : null,
            kind: planned === null ? ('filler' as const) : ('planned' as const),
          };
        }),
      };
    },
  });
}

/** The fields that a change names. */
function given<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

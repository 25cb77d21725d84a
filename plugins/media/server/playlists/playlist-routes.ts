import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { newPlaylist, officePlaylist, officePlaylists, playlistChange, type OfficePlaylist } from '../../shared/channels.ts';
import type { ChannelParts } from '../channels/channel-parts.ts';
import { unitOfMaker } from '../channels/office-unit.ts';
import { personOf } from '../context.ts';
import { mayOpen } from '../programmes/audience.ts';
import type { Programme } from '../programmes/programme-row.ts';
import { officePlaylistOf } from './playlist-answers.ts';
import type { Playlist } from './playlist-store.ts';

const one = z.strictObject({ id: z.uuid() });

/** Playlists as the office makes them. */
export function registerPlaylistRoutes({ programmes: parts, playlists, rules, guide, playlistOfOffice }: ChannelParts): void {
  const { ctx, programmes } = parts;
  const mayWrite = (call: Call, unit: string) => ctx.access.may(call.actor, 'media:channel.write', unit);
  const record = (action: string, id: string, { actor, requestId }: Call, data: Readonly<Record<string, unknown>> = {}) =>
    ctx.audit.record({ action, actor, subject: `playlist/${id}`, requestId, data });

  async function programmesOf(found: readonly Playlist[]): Promise<Map<string, Programme>> {
    const all = await programmes.findAll([...new Set(found.flatMap((playlist) => playlist.programmes))]);
    return new Map(all.map((programme) => [programme.id, programme]));
  }
  async function answer(id: string, call: Call): Promise<OfficePlaylist> {
    const found = await playlistOfOffice(id, 'programme.read', call);
    return officePlaylistOf(found, await programmesOf([found]), mayWrite(call, found.unit));
  }
  /** Nobody learns the words of a programme by putting it into a playlist of their own. */
  async function assertOpen(ids: readonly string[], call: Call): Promise<void> {
    const found = await programmes.findAll(ids);
    if (found.length < new Set(ids).size || !found.every((programme) => mayOpen(programme, call, ctx.access)))
      throw new AmanahError('MEDIA_PLAYLIST_PROGRAMME_UNKNOWN');
  }

  ctx.route({
    method: 'get',
    path: '/office/playlists',
    access: 'programme.read',
    summary: 'Playlists of the units that the caller works for, the one changed last first',
    input: z.strictObject({}),
    output: officePlaylists,
    async handle(_input, call) {
      const found = await playlists.list(ctx.access.unitsWith(call.actor, 'media:programme.read'));
      const all = await programmesOf(found);
      return {
        playlists: found.map((playlist) => {
          const { programmes: items, ...rest } = officePlaylistOf(playlist, all, mayWrite(call, playlist.unit));
          return { ...rest, count: items.length };
        }),
      };
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/playlists',
    access: 'channel.write',
    summary: 'Makes a playlist for a unit',
    input: newPlaylist,
    output: officePlaylist,
    async handle(input, call) {
      const unit = unitOfMaker(ctx.access, input.unit, call);
      await assertOpen(input.programmes, call);
      const id = await playlists.create({ ...input, unit, createdBy: personOf(call) });
      await record('playlist.made', id, call, { title: input.title, unit });
      return answer(id, call);
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/playlists/{id}',
    access: 'programme.read',
    summary: 'A playlist with all its programmes, in whichever state',
    input: one,
    output: officePlaylist,
    handle: ({ id }, call) => answer(id, call),
  });

  ctx.route({
    method: 'patch',
    path: '/office/playlists/{id}',
    access: 'channel.write',
    summary: 'Changes the words of a playlist, or which programmes it has in which order; refused when it changed since `version` was read',
    input: playlistChange.extend(one.shape),
    output: officePlaylist,
    async handle({ id, ...change }, call) {
      const before = await playlistOfOffice(id, 'channel.write', call);
      const added = (change.programmes ?? []).filter((programme) => !before.programmes.includes(programme));
      await assertOpen(added, call);
      for (const { kind } of before.usedBy) await rules.assertPlaylist(added, kind);
      await playlists.change(id, change);
      guide.forget();
      await record('playlist.changed', id, call, { fields: Object.keys(change).filter((field) => field !== 'version') });
      return answer(id, call);
    },
  });

  ctx.route({
    method: 'delete',
    path: '/office/playlists/{id}',
    access: 'channel.write',
    summary: 'Deletes a playlist that no channel needs; its programmes stay',
    input: one.extend({ version: z.coerce.number().int().min(1) }),
    output: z.undefined(),
    async handle({ id, version }, call) {
      const { title } = await playlistOfOffice(id, 'channel.write', call);
      await playlists.remove(id, version);
      await record('playlist.removed', id, call, { title });
      return undefined;
    },
  });
}

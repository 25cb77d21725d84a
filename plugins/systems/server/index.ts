import { AmanahError } from '@amanah/errors';
import { definePlugin, type SystemInfo } from '@amanah/plugin-api';
import { z } from 'zod';
import { connectedSystems, type ConnectedSystem } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { systemRow, type SystemRow } from '../shared/system-row.ts';

function enterPath(id: string): string {
  return `/auth/enter/${encodeURIComponent(id)}`;
}

function connected(info: SystemInfo): ConnectedSystem {
  return { id: info.id, title: info.title, state: info.state, since: info.since, enterPath: enterPath(info.id) };
}

function row(info: SystemInfo, language: 'ar' | 'en'): SystemRow {
  return {
    id: info.id,
    title: info.title[language],
    description: info.description?.[language] ?? null,
    owner: info.owner,
    state: info.state,
    since: info.since,
    older: info.bar,
    enterPath: enterPath(info.id),
  };
}

export default definePlugin({
  manifest,
  setup(ctx) {
    ctx.provide(connectedSystems, {
      async find(id) {
        const info = (await ctx.hub.systems.list()).find((system) => system.id === id);
        return info && connected(info);
      },
    });

    ctx.route({
      method: 'get',
      path: '/mine',
      access: 'launcher.read',
      summary: 'Systems that the signed-in person may enter in the present capacity, with the live state of each',
      input: z.strictObject({}),
      output: z.strictObject({ systems: z.array(systemRow) }),
      async handle(_input, { actor, language }) {
        if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
        const systems = await ctx.hub.systems.listFor(actor);
        return { systems: systems.map((info) => row(info, language)).sort((a, b) => a.title.localeCompare(b.title, language)) };
      },
    });
    return undefined;
  },
});

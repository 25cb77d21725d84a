import { AmanahError } from '@amanah/errors';
import { definePlugin, personalRows, type SystemInfo } from '@amanah/plugin-api';
import { z } from 'zod';
import { notifications } from '../../notifications/contract.ts';
import { connectedSystems, type SystemFacts } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { systemRow, type SystemRow } from '../shared/system-row.ts';
import { Follows } from './follows.ts';

function enterPath(id: string): string {
  return `/auth/enter/${encodeURIComponent(id)}`;
}

function factsOf({ id, title, state, since, maintenance, announced, needsReview }: SystemInfo): SystemFacts {
  return { id, title, state, since, maintenance, announced, needsReview };
}

function row(info: SystemInfo, followed: ReadonlySet<string>, language: 'ar' | 'en'): SystemRow {
  return {
    id: info.id,
    title: info.title[language],
    description: info.description?.[language] ?? null,
    owner: info.owner,
    state: info.state,
    since: info.since,
    announced: info.announced && { from: info.announced.from, until: info.announced.until, note: info.announced.note?.[language] ?? null },
    older: info.bar,
    enterPath: enterPath(info.id),
    followed: followed.has(info.id),
  };
}

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const follows = new Follows(ctx.db, (name, language) => ctx.text('back', language).replace('{name}', name));
    ctx.personalData({
      name: 'follows',
      title: 'personalFollows',
      purpose: 'personalFollowsPurpose',
      kept: 'nothingHeld',
      ...personalRows(ctx.db, { table: 'follow', columns: ['system_id', 'since'] }),
    });
    const infoOf = async (id: string) => (await ctx.hub.systems.list()).find((system) => system.id === id);
    ctx.provide(connectedSystems, {
      async find(id) {
        const info = await infoOf(id);
        return info && info.url !== null ? { ...factsOf(info), enterPath: enterPath(id) } : undefined;
      },
      async facts(id) {
        const info = await infoOf(id);
        return info && factsOf(info);
      },
      async follow(id, personId, to) {
        if (!(await infoOf(id))) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
        await follows.add(id, personId, to);
      },
      followedBy: (personId) => follows.of(personId),
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
        const followed = await follows.of(actor.person.id);
        return { systems: systems.map((info) => row(info, followed, language)).sort((a, b) => a.title.localeCompare(b.title, language)) };
      },
    });
    ctx.route({
      method: 'post',
      path: '/follows/{id}',
      access: 'launcher.read',
      summary: 'Tells the signed-in person once the system works again',
      input: z.strictObject({ id: z.string().max(100) }),
      output: z.undefined(),
      async handle({ id }, { actor }) {
        if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
        if (!(await ctx.hub.systems.listFor(actor)).some((system) => system.id === id)) throw new AmanahError('SYSTEMS_UNKNOWN');
        await follows.add(id, actor.person.id, '/systems');
        return undefined;
      },
    });

    const tell = async () => follows.tell(await ctx.hub.systems.list(), () => ctx.use(notifications));
    for (const type of ['hub.system.stateChanged', 'hub.contract.accepted']) ctx.events.on(type, z.unknown(), tell);
    // What the event found this process not to know yet, or somebody asked for after it, is told within the minute.
    ctx.job({
      name: 'tell-who-waits',
      input: z.strictObject({}),
      key: () => 'tell-who-waits',
      attempts: 1,
      timeoutMs: 30_000,
      cron: '* * * * *',
      run: tell,
    });
    return undefined;
  },
});

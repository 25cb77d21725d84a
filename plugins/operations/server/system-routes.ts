import { AmanahError, type Language } from '@amanah/errors';
import type { Actor, AnyActor, SystemInfo } from '@amanah/plugin-api';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { choicesAnswer, systemAnswer, systemsAnswer, testAnswer, type SystemRow } from '../shared/system-answers.ts';
import { otherAdapters } from './adapter-fields.ts';
import { callerOf, id, nothing, signedIn, type Context } from './caller.ts';
import { healthOf } from './health-routes.ts';
import type { Watchers } from './watchers.ts';

/** YAML text, or the same as an object: one schema for files and for the form. */
const definition = z.union([z.string().max(65_536), z.record(z.string(), z.unknown())]);
const named = z.looseObject({ id: z.string(), owner: z.string() });
const manage = 'operations:system.manage';
const note = z.strictObject({ ar: z.string().trim().min(1).max(300), en: z.string().trim().min(1).max(300) });

/** Reading connected systems. */
export function registerSystemReads(ctx: Context, watchers: Watchers): void {
  const rowOf = rowsFor(ctx);
  const readable = async (actor: AnyActor) => (await ctx.hub.systems.list()).filter((one) => ctx.hub.host.may(actor, 'operations:system.read', one.owner));

  ctx.route({
    method: 'get',
    path: '/systems',
    access: 'system.read',
    openToSystems: true,
    summary: 'Connected systems of the units that the permission covers, and definitions that were refused',
    input: nothing,
    output: systemsAnswer,
    async handle(_input, call) {
      const actor = callerOf(call);
      if ('person' in actor) watchers.seen(actor.person.id);
      const [systems, problems, waiting] = await Promise.all([readable(actor), ctx.hub.systems.problems(), ctx.hub.systems.waiting()]);
      return {
        systems: systems.map((info) => rowOf(info, actor, call.language)).sort((a, b) => a.title.localeCompare(b.title, call.language)),
        problems: problems.map((one) => ({ ...one })),
        waiting: waiting.map(({ id: system, title, from, waitsFor }) => ({ id: system, title: title[call.language], from, waitsFor })),
      };
    },
  });
  ctx.route({
    method: 'get',
    path: '/systems/{id}',
    access: 'system.read',
    openToSystems: true,
    summary: 'One connected system with its definition as YAML',
    input: z.strictObject({ id }),
    output: systemAnswer,
    async handle(input, call) {
      const actor = callerOf(call);
      const info = (await readable(actor)).find((one) => one.id === input.id);
      const found = info && (await ctx.hub.systems.definition(info.id));
      if (!info || !found) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: input.id });
      return { system: rowOf(info, actor, call.language), yaml: stringify(found), definition: { ...found } };
    },
  });
  ctx.route({
    method: 'get',
    path: '/choices',
    access: 'system.manage',
    summary: 'What the form that connects a system offers: units, permissions, sign-in clients',
    input: nothing,
    output: choicesAnswer,
    async handle(_input, call) {
      const actor = signedIn(call);
      const units = ctx.hub.host.units().filter((unit) => ctx.hub.host.may(actor, manage, unit.id));
      return {
        units: units.map((unit) => ({ id: unit.id, name: unit.name[call.language] })),
        permissions: [...ctx.hub.host.permissions()],
        clients: (await ctx.hub.identity.clients()).map((client) => client.id),
        domain: ctx.hub.host.gatewayDomain(),
        adapters: otherAdapters(await ctx.hub.connect.adapters(), call.language),
      };
    },
  });
}

/** Trying, saving, pausing and removing connected systems. */
export function registerSystemActs(ctx: Context): void {
  const rowOf = rowsFor(ctx);
  const { assertOwn, assertOwner } = ownership(ctx);

  ctx.route({
    method: 'post',
    path: '/systems/test',
    access: 'system.manage',
    summary: 'Checks a definition and tries its upstream by named steps, without saving',
    input: z.strictObject({ definition }),
    output: testAnswer,
    async handle(input) {
      const { ok, problems, checks } = await ctx.hub.systems.test(input.definition);
      return { ok, problems: problems.map((one) => ({ ...one })), checks: checks.map((one) => ({ ...one })) };
    },
  });
  ctx.route({
    method: 'post',
    path: '/systems',
    access: 'system.manage',
    summary: 'Connects a system or changes one that was connected here; runs on every replica within seconds',
    input: z.strictObject({ definition, replace: z.boolean().default(false) }),
    output: z.strictObject({ id: z.string() }),
    async handle(input, call) {
      const actor = signedIn(call);
      const { id: wanted, owner } = await namedBy(input.definition);
      assertOwner(actor, owner);
      const running = (await ctx.hub.systems.list()).find((one) => one.id === wanted);
      if (running) {
        if (!input.replace) throw new AmanahError('SYSTEMS_NAME_TAKEN', { params: { name: wanted }, fields: [{ path: 'id', message: wanted }] });
        assertOwner(actor, running.owner);
      }
      return { id: (await ctx.hub.systems.save(input.definition, actor, call.requestId)).id };
    },
  });
  ctx.route({
    method: 'delete',
    path: '/systems/{id}',
    access: 'system.manage',
    summary: 'Disconnects a system that was connected here',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      const actor = signedIn(call);
      await assertOwn(actor, input.id);
      await ctx.hub.systems.remove(input.id, actor, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/systems/{id}/maintenance',
    access: 'system.manage',
    summary: 'Plans maintenance, from now or from a moment that is announced ahead, with words for visitors; or ends it',
    input: z.strictObject({ id, from: z.iso.datetime().optional(), until: z.iso.datetime().nullable(), note: note.nullable() }),
    output: z.strictObject({ system: systemAnswer.shape.system }),
    async handle(input, call) {
      const actor = signedIn(call);
      await assertOwn(actor, input.id);
      await ctx.hub.systems.setMaintenance(input.id, input.until, input.note, actor, call.requestId, input.from);
      return { system: rowOf(await assertOwn(actor, input.id), actor, call.language) };
    },
  });

  /** Id and owner that a definition names. What is wrong with it is said by the hub, in the words of the command line. */
  async function namedBy(source: string | Record<string, unknown>): Promise<{ id: string; owner: string }> {
    const read = named.safeParse(typeof source === 'string' ? parsed(source) : source);
    if (read.success) return read.data;
    const { problems } = await ctx.hub.systems.test(source);
    throw new AmanahError('SYSTEMS_DEFINITION_INVALID', {
      fields: problems.map((one) => ({ path: one.field, message: `${one.file}:${one.line ?? '-'}: ${one.expected} (${one.found})` })),
    });
  }
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 10 });
  } catch {
    return null;
  }
}

function ownership(ctx: Context) {
  const assertOwner = (actor: Actor, owner: string) => {
    if (!ctx.hub.host.may(actor, manage, owner)) throw new AmanahError('OPERATIONS_OTHER_UNIT', { detail: owner });
  };
  return {
    assertOwner,
    async assertOwn(actor: Actor, system: string): Promise<SystemInfo> {
      const info = (await ctx.hub.systems.list()).find((one) => one.id === system);
      if (!info) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: system });
      assertOwner(actor, info.owner);
      return info;
    },
  };
}

function rowsFor(ctx: Context) {
  return (info: SystemInfo, actor: AnyActor, language: Language): SystemRow => ({
    ...healthOf(info, language),
    description: info.description?.[language] ?? null,
    owner: info.owner,
    ownerName: ctx.hub.host.units().find((unit) => unit.id === info.owner)?.name[language] ?? info.owner,
    adapter: info.adapter,
    source: info.source,
    file: info.file?.split('/').at(-1) ?? null,
    access: info.access,
    url: info.url,
    bridge: info.bridge,
    bar: info.bar,
    announced: info.announced && { from: info.announced.from, until: info.announced.until, note: info.announced.note && { ...info.announced.note } },
    maintenance: info.maintenance && { until: info.maintenance.until, note: info.maintenance.note && { ...info.maintenance.note } },
    mine: ctx.hub.host.may(actor, manage, info.owner),
  });
}

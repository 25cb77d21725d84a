import { AmanahError } from '@amanah/errors';
import type { Language } from '@amanah/errors';
import type { Actor, PortProvider } from '@amanah/plugin-api';
import { z } from 'zod';
import { portsAnswer } from '../shared/port-answers.ts';
import { id, nothing, signedIn, type Context } from './caller.ts';

const manage = 'operations:port.manage';

/** Who serves each port, by unit. */
export function registerPorts(ctx: Context): void {
  const mine = (actor: Actor, unit: string) => ctx.hub.host.may(actor, manage, unit);
  const assertMine = (actor: Actor, unit: string) => {
    if (!mine(actor, unit)) throw new AmanahError('OPERATIONS_OTHER_UNIT', { detail: unit });
  };
  const namer = async (language: Language) => {
    const [systems, plugins] = await Promise.all([ctx.hub.systems.list(), ctx.hub.host.plugins()]);
    return (by: PortProvider) =>
      'system' in by
        ? { kind: 'system' as const, id: by.system, title: systems.find((one) => one.id === by.system)?.title[language] ?? by.system }
        : { kind: 'plugin' as const, id: by.plugin, title: plugins.find((one) => one.id === by.plugin)?.title[language] ?? by.plugin };
  };

  ctx.route({
    method: 'get',
    path: '/ports',
    access: 'port.manage',
    summary: 'Ports that plugins need, who could serve them, and who does where',
    input: nothing,
    output: portsAnswer,
    async handle(_input, call) {
      const actor = signedIn(call);
      const named = await namer(call.language);
      const units = ctx.hub.host.units();
      return {
        ports: (await ctx.hub.ports.list()).map(({ port, title, operations, providers, assignments }) => ({
          port,
          title: title[call.language],
          operations: [...operations],
          providers: providers.map(named),
          assignments: assignments.map(({ unit, by, source }) => ({
            unit,
            unitName: units.find((one) => one.id === unit)?.name[call.language] ?? unit,
            by: named(by),
            source,
            mine: mine(actor, unit),
          })),
        })),
        units: units.filter((unit) => mine(actor, unit.id)).map((unit) => ({ id: unit.id, name: unit.name[call.language] })),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/ports/assign',
    access: 'port.manage',
    summary: 'Says who serves a port for a unit and everything below it; holds for the next call',
    input: z.strictObject({ port: id, unit: id, kind: z.enum(['system', 'plugin']), provider: id }),
    output: nothing,
    async handle({ port, unit, kind, provider }, call) {
      const actor = signedIn(call);
      assertMine(actor, unit);
      await ctx.hub.ports.assign(port, unit, kind === 'system' ? { system: provider } : { plugin: provider }, actor, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/ports/unassign',
    access: 'port.manage',
    summary: 'Takes back what was decided here: the file or the unit above holds again',
    input: z.strictObject({ port: id, unit: id }),
    output: nothing,
    async handle({ port, unit }, call) {
      const actor = signedIn(call);
      assertMine(actor, unit);
      await ctx.hub.ports.unassign(port, unit, actor, call.requestId);
      return {};
    },
  });
}

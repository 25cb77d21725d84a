import { AmanahError } from '@amanah/errors';
import type { PluginContext } from '@amanah/plugin-api';
import { z } from 'zod';
import { connectedSystems } from '../../systems/contract.ts';
import type { manifest } from '../manifest.ts';
import type { Catalogue } from './catalogue.ts';
import { systemsBehind } from './outages.ts';

/** The route by which a person asks, at a card, to be told once a system that the service stands on is back. */
export function registerOutageRoutes(ctx: PluginContext<typeof manifest>, catalogue: Catalogue): void {
  ctx.route({
    method: 'post',
    path: '/outages/{code}/{system}',
    access: 'outage.follow',
    summary: 'Tells the signed-in person once the system that the service stands on works again',
    input: z.strictObject({ code: z.string().max(20), system: z.string().max(100) }),
    output: z.undefined(),
    async handle({ code, system }, { actor }) {
      if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
      const service = catalogue.service(code);
      if (!service) throw new AmanahError('SERVICES_UNKNOWN');
      if (!systemsBehind(service, catalogue.content).includes(system)) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: system });
      await ctx.use(connectedSystems).follow(system, actor.person.id, `/services/${service.code}`);
      return undefined;
    },
  });
}

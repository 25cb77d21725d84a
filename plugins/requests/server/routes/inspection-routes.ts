import { z } from 'zod';
import { inspectionUnits } from '../../shared/answers/inspection-answers.ts';
import { actorOf } from '../acting-for.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { openInspection } from '../requests/open-inspection.ts';

/** Visits that officials open: by the plan, after a report of 940, before a licence, or again. */
export function registerInspectionRoutes(parts: PluginParts): void {
  const { ctx } = parts;

  ctx.route({
    method: 'get',
    path: '/inspections/units',
    access: 'inspection.open',
    summary: 'Municipalities in which the caller opens inspections',
    input: z.strictObject({}),
    output: inspectionUnits,
    async handle(_input, call) {
      const held = ctx.access.unitsWith(actorOf(call), 'requests:inspection.open');
      const municipalities = ctx.access.units().filter(({ id, type }) => type === 'municipality' && (held?.includes(id) ?? true));
      return { units: municipalities.map(({ id, name }) => ({ id, name: name[call.language] })) };
    },
  });

  ctx.route({
    method: 'post',
    path: '/inspections',
    access: 'inspection.open',
    summary: 'Opens a visit to an establishment; the same key opens one',
    input: z.strictObject({
      unit: z.string().max(60),
      reason: z.enum(['plan', 'report', 'licence', 'revisit']),
      establishmentNumber: z.string().regex(/^7\d{9}$/),
      shop: z.string().trim().min(2).max(100),
      establishmentSize: z.enum(['large', 'medium', 'small', 'micro']),
      licenceNumber: z
        .string()
        .regex(/^\d{11}$/)
        .optional(),
      reportNumber: z.string().trim().max(40).optional(),
      details: z.string().trim().max(2_000).optional(),
      key: z.uuid(),
    }),
    output: z.strictObject({ number: z.string() }),
    async handle(input, call) {
      const actor = actorOf(call);
      const number = await openInspection(parts, actor, input);
      await ctx.audit.record({
        action: 'inspection.opened',
        actor,
        subject: number,
        requestId: call.requestId,
        data: { reason: input.reason, unit: input.unit },
      });
      return { number };
    },
  });
}

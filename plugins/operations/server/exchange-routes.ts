import { AmanahError } from '@amanah/errors';
import type { Language } from '@amanah/errors';
import type { AnyActor, ExchangeSummary } from '@amanah/plugin-api';
import { z } from 'zod';
import { evidenceAnswer, exchangeAnswer, exchangesAnswer, unknownWritesAnswer, type ExchangeRow } from '../shared/exchange-answers.ts';
import { callerOf, FRESH_SECONDS, id, nothing, signedIn, type Context } from './caller.ts';

const read = 'operations:exchange.read';
const text = z.string().trim().max(200).optional();
/** One page of the list. */
const pageSize = 50;
/** Most exchanges in one bundle of evidence. */
const mostInBundle = 200;

/** The record of calls between the hub and systems: each sees those of the systems that their units own. */
export function registerExchanges(ctx: Context): void {
  const titles = async (language: Language) => new Map((await ctx.hub.systems.list()).map((one) => [one.id, { title: one.title[language], owner: one.owner }]));
  /** Ids of systems whose exchanges the actor may see; `null` for all, also of systems that are gone. */
  const seen = async (actor: AnyActor, permission = read): Promise<readonly string[] | null> => {
    const may = (unit: string) => ctx.hub.host.may(actor, permission, unit);
    if (ctx.hub.host.units().every((unit) => may(unit.id))) return null;
    return (await ctx.hub.systems.list()).filter(({ owner }) => may(owner)).map((one) => one.id);
  };
  const assertSeen = async (actor: AnyActor, system: string, permission = read) => {
    const allowed = await seen(actor, permission);
    // Told as unknown: an id that belongs to another unit is no news for this reader.
    if (allowed && !allowed.includes(system)) throw new AmanahError('SYSTEMS_EXCHANGE_UNKNOWN', { detail: system });
  };
  const rowOf = (one: ExchangeSummary & { readonly number: number }, language: Language, known: Awaited<ReturnType<typeof titles>>): ExchangeRow => ({
    number: one.number,
    id: one.id,
    at: one.at,
    ms: one.ms,
    system: one.system,
    systemTitle: known.get(one.system)?.title ?? one.system,
    operation: one.operation,
    effect: one.effect,
    outcome: one.outcome,
    attempts: one.attempts,
    actor: one.actorName?.[language] ?? null,
    capacity: one.capacity,
    onBehalfOf: one.onBehalfOf?.[language] ?? null,
    case: one.case,
    plugin: one.plugin,
    requestId: one.requestId,
  });

  ctx.route({
    method: 'get',
    path: '/exchanges',
    access: 'exchange.read',
    openToSystems: true,
    summary: 'Calls between the hub and systems, latest first; `before` goes on from the oldest number seen',
    input: z.strictObject({
      system: text,
      operation: text,
      case: text,
      request: text,
      /** User name, national number or account. */
      person: text,
      from: z.iso.datetime({ offset: true }).optional(),
      until: z.iso.datetime({ offset: true }).optional(),
      outcome: z.enum(['ok', 'failed', 'unknown']).optional(),
      before: z.coerce.number().int().positive().optional(),
    }),
    output: exchangesAnswer,
    async handle({ request, ...filter }, call) {
      const actor = callerOf(call);
      const [systems, known] = await Promise.all([seen(actor), titles(call.language)]);
      const found = await ctx.hub.exchanges.search({
        ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')),
        ...(request ? { requestId: request } : {}),
        ...(systems ? { systems } : {}),
        limit: pageSize,
      });
      return {
        exchanges: found.map((one) => rowOf(one, call.language, known)),
        systems: [...known].filter(([one]) => !systems || systems.includes(one)).map(([one, { title }]) => ({ id: one, title })),
      };
    },
  });
  ctx.route({
    method: 'get',
    path: '/exchanges/{id}',
    access: 'exchange.read',
    openToSystems: true,
    summary: 'One call with both messages; personal data is masked unless it is asked for by who may see it, which is recorded',
    input: z.strictObject({ id, unmasked: z.enum(['true', 'false']).default('false') }),
    output: exchangeAnswer,
    async handle(input, call) {
      const actor = callerOf(call);
      const unmask = input.unmasked === 'true';
      const masked = await ctx.hub.exchanges.read(input.id, actor, false, call.requestId);
      await assertSeen(actor, masked.system);
      if (unmask) await assertSeen(actor, masked.system, 'operations:exchange.unmask');
      const found = unmask ? await ctx.hub.exchanges.read(input.id, actor, true, call.requestId) : masked;
      const { idempotencyKey, request, response, previousHash, hash } = found;
      const may = async (permission: string) => ((systems) => !systems || systems.includes(found.system))(await seen(actor, permission));
      return {
        exchange: {
          ...rowOf(found, call.language, await titles(call.language)),
          idempotencyKey,
          request: request && { ...request },
          response: response && { ...response },
          previousHash,
          hash,
        },
        mayUnmask: await may('operations:exchange.unmask'),
        mayExport: await may('operations:exchange.export'),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/exchanges/evidence',
    access: 'exchange.export',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'A signed bundle that proves these exchanges offline',
    input: z.strictObject({ ids: z.array(id).min(1).max(mostInBundle) }),
    output: evidenceAnswer,
    async handle({ ids }, call) {
      const actor = signedIn(call);
      for (const one of ids) await assertSeen(actor, (await ctx.hub.exchanges.read(one, actor, false, call.requestId)).system, 'operations:exchange.export');
      const zip = await ctx.hub.exchanges.evidence(ids, actor, call.requestId);
      return { name: `evidence-${ids[0]!.slice(0, 8)}.zip`, content: Buffer.from(zip).toString('base64') };
    },
  });
  ctx.route({
    method: 'get',
    path: '/unknown-writes',
    access: 'exchange.read',
    openToSystems: true,
    summary: 'Writes whose outcome nobody knows yet',
    input: nothing,
    output: unknownWritesAnswer,
    async handle(_input, call) {
      const actor = callerOf(call);
      const [systems, known, writes] = await Promise.all([seen(actor), titles(call.language), ctx.hub.exchanges.unknownWrites()]);
      return {
        writes: writes
          .filter(({ system }) => !systems || systems.includes(system))
          .map((one) => ({
            system: one.system,
            systemTitle: known.get(one.system)?.title ?? one.system,
            operation: one.operation,
            key: one.key,
            startedAt: one.startedAt,
            plugin: one.plugin,
            case: one.case,
            maySettle: ctx.hub.host.may(actor, 'operations:write.settle', known.get(one.system)?.owner),
          })),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/unknown-writes/settle',
    access: 'write.settle',
    summary: 'Says what a person found out about a write: that it was done, or that it was not and may be sent again',
    input: z.strictObject({ system: id, key: id, found: z.enum(['done', 'not-done']), note: z.string().trim().min(3).max(500) }),
    output: nothing,
    async handle({ system, key, found, note }, call) {
      const actor = signedIn(call);
      await assertSeen(actor, system, 'operations:write.settle');
      await ctx.hub.exchanges.settleWrite(system, key, found, note, actor, call.requestId);
      return {};
    },
  });
}
